"""
Asks the rehearsal, before CloudFormation makes, changes or deletes a resource and before it changes an export, whether AWS would refuse
that in this state. What is refused fails there, and CloudFormation rolls it back. Names of new resources are asked for when the change set
is made, which then fails.

Asked are the gateway's rules, which know only what is sent: they may not call back, because the emulator waits for the answer.
"""

import json
import urllib.request

from ministack.core.responses import get_account_id, get_region
from ministack.services import alb, cloudformation, cognito, dynamodb, rds, s3
from ministack.services.cloudformation import changesets, handlers, stacks

answer_seconds = 60
# Where to ask ("at"), and which types are to be seen beside a change of a type ("beside"); empty until the gateway listens.
rules = {}
# 127.0.0.1 is asked directly, whatever proxy the variables name.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


# Every resource that stands, also one that its stack has left behind: where, what and whose it is to the texts in its properties.
standing = {}


def refusal(**change):
    """Why AWS refuses the change; None if it does not."""
    body = json.dumps({"account": get_account_id(), "region": get_region(), **change}, default=str).encode()
    request = urllib.request.Request(rules["at"], data=body, headers={"content-type": "application/json"})
    with opener.open(request, timeout=answer_seconds) as answer:
        return json.loads(answer.read())["refused"]


def original_type(kind):
    return kind[len("Custom::"):].replace("@", "::") if "@" in kind else kind


def live():
    return [(name, stack) for name, stack in cloudformation._stacks.items() if stack.get("StackStatus") != "DELETE_COMPLETE"]


def beside(kind):
    wanted = rules["beside"].get(original_type(kind), ())
    return [
        {
            "stack": name,
            "logicalId": logical_id,
            "type": resource["ResourceType"],
            "physicalId": resource["PhysicalResourceId"],
            "properties": resource.get("Properties"),
        }
        for name, stack in (live() if wanted else [])
        for logical_id, resource in list(stack.get("_resources", {}).items())
        if original_type(resource["ResourceType"]) in wanted
    ]


def service_state(kind, physical_id):
    """What the service itself has, which calls may have changed since the template was deployed."""
    try:
        match kind:
            case "AWS::S3::Bucket":
                return {"objects": len(s3._buckets[physical_id]["objects"]) + s3._bucket_has_versions(physical_id)}
            case "AWS::RDS::DBCluster":
                return {"protected": bool(rds._clusters[physical_id].get("DeletionProtection"))}
            case "AWS::RDS::DBInstance":
                return {"protected": bool(rds._instances[physical_id].get("DeletionProtection"))}
            case "AWS::DynamoDB::Table":
                return {"protected": bool(dynamodb._tables[physical_id].get("DeletionProtectionEnabled"))}
            case "AWS::Cognito::UserPool":
                return {"protected": cognito._user_pools[physical_id].get("DeletionProtection") == "ACTIVE"}
            case "AWS::ElasticLoadBalancingV2::LoadBalancer":
                attributes = {one["Key"]: one["Value"] for one in alb._lb_attrs[physical_id]}
                return {"protected": attributes.get("deletion_protection.enabled") == "true"}
    except KeyError:
        # It is gone.
        pass
    return {}


def ask(step, kind, stack_name, logical_id, physical_id="", before=None, after=None):
    # Every update may be a replacement; other steps concern the types that rules name.
    if not rules or (step != "update" and original_type(kind) not in rules["beside"]):
        return
    refused = refusal(
        step=step, stack=stack_name, logicalId=logical_id, type=kind, physicalId=physical_id,
        before=before, after=after, beside=beside(kind), service=service_state(kind, physical_id),
    )
    if refused:
        raise ValueError(refused)


def texts(properties):
    return {name: value for name, value in (properties.get("Original") or properties).items() if isinstance(value, str)}


def stands(kind, stack_name, logical_id, physical_id, properties):
    place = (get_account_id(), get_region(), original_type(kind), stack_name, logical_id, physical_id)
    standing[place] = texts(properties)


def stands_no_more(kind, physical_id):
    for place in [one for one in standing if (one[0], one[1], one[2], one[5]) == (get_account_id(), get_region(), original_type(kind), physical_id)]:
        del standing[place]


def known_before(change_set, stack, definition):
    """The properties that are known before anything of the change set is made."""
    template, parameters = change_set["_template"], change_set["_resolved_params"]
    conditions = stacks._evaluate_conditions(template, parameters)
    properties = definition.get("Properties") or {}
    known = {}
    for name, value in (properties.get("Original") or properties).items():
        try:
            known[name] = stacks._static_property(
                value, template["Resources"], parameters, conditions, template.get("Mappings", {}), stack["StackName"], stack["StackId"]
            )
        except Exception:
            # What it imports may be missing, which fails when it is made.
            pass
    return texts(known)


def names_taken(change_set, stack):
    """The names of new resources that are taken, by logical id, in the words of pre-deployment validation."""
    definitions = change_set["_template"]["Resources"]
    added = [one["ResourceChange"]["LogicalResourceId"] for one in change_set["Changes"] if one["ResourceChange"]["Action"] == "Add"]
    kinds = {original_type(definitions[logical_id]["Type"]) for logical_id in added}
    claims = [
        {"logicalId": logical_id, "type": original_type(definitions[logical_id]["Type"]), "properties": known_before(change_set, stack, definitions[logical_id])}
        for logical_id in added
    ]
    others = [
        {"account": account, "region": region, "type": kind, "stack": stack_name, "logicalId": logical_id, "physicalId": physical_id, "properties": properties}
        for (account, region, kind, stack_name, logical_id, physical_id), properties in list(standing.items())
        if kind in kinds
    ]
    if not claims or not others:
        return {}
    return refusal(step="names", stack=stack["StackName"], claims=claims, standing=others) or {}


def validate(change_set, stack):
    """
    Fails a change set whose new resources have taken names, as pre-deployment validation does:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
    """
    taken = names_taken(change_set, stack) if rules else {}
    if not taken:
        return
    change_set.update(
        Status="FAILED",
        ExecutionStatus="UNAVAILABLE",
        # https://github.com/aws-cloudformation/rain/pull/744
        StatusReason="The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.",
        _operation_events=[
            stacks._operation_event(
                stack["StackId"], change_set["ChangeSetId"], "VALIDATION_ERROR", "CREATE_CHANGESET",
                LogicalResourceId=logical_id, ResourceType=change_set["_template"]["Resources"][logical_id]["Type"],
                ValidationFailureMode="FAIL", ValidationName="NAME_CONFLICT_VALIDATION", ValidationStatus="FAILED",
                ValidationStatusReason=reason, ValidationPath=f"/Resources/{logical_id}",
            )
            for logical_id, reason in taken.items()
        ],
    )


def importers(export, exporter):
    return [name for name, stack in live() if name != exporter and export in handlers._imported_export_names(stack, name)]


def ask_of_exports(stack_name, after):
    for output in cloudformation._stacks.get(stack_name, {}).get("Outputs", []):
        name, before = output.get("ExportName"), output.get("OutputValue")
        value = after[name]["Value"] if name in after else None
        if not name or before == value:
            continue
        refused = refusal(
            step="export", stack=stack_name, name=name, before=before, after=value, importedBy=importers(name, stack_name)
        )
        if refused:
            raise ValueError(refused)


def ask_before_changes():
    """A roll-back is not asked about updates: it goes to what was let through before."""
    update, provision = stacks._update_keeping_seed, stacks._provision_keeping_seed
    delete, outputs = stacks._delete_resource, stacks._resolve_stack_outputs

    def asked_update(kind, physical_id, old, new, stack_name, logical_id, attributes):
        if old != new:
            ask("update", kind, stack_name, logical_id, physical_id, old, new)
        updated = update(kind, physical_id, old, new, stack_name, logical_id, attributes)
        stands(kind, stack_name, logical_id, updated[0][0], new)
        return updated

    def asked_provision(kind, logical_id, properties, stack_name):
        ask("create", kind, stack_name, logical_id, after=properties)
        made = provision(kind, logical_id, properties, stack_name)
        stands(kind, stack_name, logical_id, made[0][0], properties)
        return made

    def asked_delete(kind, physical_id, properties, stack_name=None, logical_id=None):
        ask("delete", kind, stack_name, logical_id, physical_id, before=properties)
        delete(kind, physical_id, properties, stack_name, logical_id)
        stands_no_more(kind, physical_id)

    def asked_outputs(definitions, conditions, resources, parameters, mappings, stack_name, stack_id):
        resolved, exports = outputs(definitions, conditions, resources, parameters, mappings, stack_name, stack_id)
        if rules:
            ask_of_exports(stack_name, exports)
        return resolved, exports

    stacks._update_keeping_seed, stacks._provision_keeping_seed = asked_update, asked_provision
    stacks._delete_resource, stacks._resolve_stack_outputs = asked_delete, asked_outputs
    ask_of_change_sets()


def ask_of_change_sets():
    create, describe = handlers._ACTION_HANDLERS["CreateChangeSet"], handlers._ACTION_HANDLERS["DescribeEvents"]

    def of_request(params):
        return changesets._find_change_set(handlers._p(params, "ChangeSetName"), handlers._p(params, "StackName"))[1]

    def asked_create(params):
        answer = create(params)
        change_set = of_request(params) if answer[0] == 200 else None
        if change_set is not None and change_set["Status"] == "CREATE_COMPLETE":
            validate(change_set, cloudformation._stacks[change_set["StackName"]])
        return answer

    def described(params):
        change_set = of_request(params) if handlers._p(params, "ChangeSetName") else None
        if change_set is None:
            return describe(params)
        stack = cloudformation._stacks[change_set["StackName"]]
        of_stack = stack.get("_operation_events")
        stack["_operation_events"] = change_set.get("_operation_events", [])
        try:
            return describe({**params, "StackName": [change_set["StackName"]]})
        finally:
            stack["_operation_events"] = of_stack

    handlers._ACTION_HANDLERS.update(CreateChangeSet=asked_create, DescribeEvents=described)
