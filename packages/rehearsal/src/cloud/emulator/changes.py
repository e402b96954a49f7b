"""
Asks the rehearsal, before CloudFormation makes, changes or deletes a resource and before it changes an export, whether AWS would refuse
that in this state. What is refused fails there, and CloudFormation rolls it back. Of a change set are asked the stack's state, the role,
and the names of new resources.

Asked are the gateway's rules, which know only what is sent: they may not call back, because the emulator waits for the answer.
"""

import json
import re
import urllib.request

from ministack.core.responses import get_account_id, get_region
from ministack.services import alb, cloudformation, cognito, dynamodb, iam, kms, rds, s3
from ministack.services.cloudformation import changesets, handlers, helpers, stacks

answer_seconds = 60
# Where to ask ("at"), and which types are to be seen beside a change of a type ("beside"); empty until the gateway listens.
rules = {}
# Every resource that stands, also one that its stack has left behind: (account, region, type, stack, logical id, physical id) to properties.
standing = {}
# 127.0.0.1 is asked directly, whatever proxy the variables name.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def refusal(**change):
    """Why AWS refuses the change; None if it does not."""
    body = json.dumps({"account": get_account_id(), "region": get_region(), **change}, default=str).encode()
    request = urllib.request.Request(rules["at"], data=body, headers={"content-type": "application/json"})
    with opener.open(request, timeout=answer_seconds) as answer:
        return json.loads(answer.read())["refused"]


# What stands.


def original_type(kind):
    return kind[len("Custom::"):].replace("@", "::") if "@" in kind else kind


def stands(kind, stack_name, logical_id, physical_id, properties):
    standing[get_account_id(), get_region(), kind, stack_name, logical_id, physical_id] = properties


def stands_no_more(kind, physical_id):
    gone = (get_account_id(), get_region(), kind)
    for place in [one for one in standing if one[:3] == gone and one[5] == physical_id]:
        del standing[place]


def texts(properties):
    """The properties that are texts; those of a stand-in are within."""
    return {name: value for name, value in (properties.get("Original") or properties).items() if isinstance(value, str)}


def standing_of(kinds):
    return [
        {
            "account": account, "region": region, "type": kind, "stack": stack_name,
            "logicalId": logical_id, "physicalId": physical_id, "properties": properties,
        }
        for (account, region, kind, stack_name, logical_id, physical_id), properties in list(standing.items())
        if original_type(kind) in kinds
    ]


def beside(kind):
    wanted = rules["beside"].get(original_type(kind), ())
    return [one for one in (standing_of(wanted) if wanted else []) if one["account"] == get_account_id()]


# What the services themselves say.


def service_state(kind, physical_id):
    """What a service has of the resource, which calls may have changed since the template was deployed."""
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


def trust_of(role_arn):
    """The trust policy of a role of the account; None if there is no such role."""
    role = iam._roles.get(role_arn.rsplit("/", 1)[-1])
    return role and json.loads(role.get("AssumeRolePolicyDocument") or "{}")


def roles_in(properties):
    """The trust policy of each role of the account that the properties name."""
    named = re.findall(rf'"(arn:aws:iam::{get_account_id()}:role/[^"]+)"', json.dumps(properties, default=str))
    return {arn: trust_of(arn) for arn in named}


def keys_in(properties):
    """The state of each key of the account and region that the properties name."""
    named = re.findall(rf"arn:aws:kms:{get_region()}:{get_account_id()}:key/([\w-]+)", json.dumps(properties, default=str))
    return {name: kms._keys[name]["KeyState"] for name in named if name in kms._keys}


# Resources.


def ask(step, kind, stack_name, logical_id, physical_id="", before=None, after=None):
    # Every update may be a replacement; other steps concern the types that rules name.
    if not rules or (step != "update" and original_type(kind) not in rules["beside"]):
        return
    refused = refusal(
        step=step, stack=stack_name, logicalId=logical_id, type=kind, physicalId=physical_id, before=before, after=after,
        beside=beside(kind),
        service={**service_state(kind, physical_id), "roles": roles_in(after or {}), "keys": keys_in(after or {})},
    )
    if refused:
        raise ValueError(refused)


def ask_of_resources():
    """A roll-back is not asked about updates: it goes to what was let through before."""
    asked_update_of, provision = stacks._update_keeping_seed, stacks._provision_keeping_seed
    update, delete = stacks._update_resource, stacks._delete_resource

    def asked_update(kind, physical_id, old, new, stack_name, logical_id, attributes):
        if old != new:
            ask("update", kind, stack_name, logical_id, physical_id, old, new)
        return asked_update_of(kind, physical_id, old, new, stack_name, logical_id, attributes)

    def noted_update(kind, physical_id, old, new, stack_name, logical_id, *rest):
        updated = update(kind, physical_id, old, new, stack_name, logical_id, *rest)
        stands(kind, stack_name, logical_id, updated[0], new)
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

    stacks._update_keeping_seed, stacks._provision_keeping_seed = asked_update, asked_provision
    stacks._update_resource, stacks._delete_resource = noted_update, asked_delete


# Exports.


def importers(export, exporter):
    return [
        name
        for name, stack in cloudformation._stacks.items()
        if name != exporter
        and stack.get("StackStatus") != "DELETE_COMPLETE"
        and export in handlers._imported_export_names(stack, name)
    ]


def exporter(export, own):
    """The other stack that exports the name; None if there is none."""
    stack_id = cloudformation._exports.get(export, {}).get("StackId", "")
    name = stack_id.split("/")[1] if "/" in stack_id else own
    return None if name == own else name


def exports_of(stack_name):
    outputs = cloudformation._stacks.get(stack_name, {}).get("Outputs", [])
    return {one["ExportName"]: one["OutputValue"] for one in outputs if one.get("ExportName")}


def refused_export(stack_name, after):
    """Why an export of the stack may not become what it is to be; None if all may."""
    before = exports_of(stack_name)
    for name in before.keys() | after.keys():
        if before.get(name) == after.get(name):
            continue
        refused = refusal(
            step="export", stack=stack_name, name=name, before=before.get(name), after=after.get(name),
            importedBy=importers(name, stack_name) if name in before else [], exportedBy=exporter(name, stack_name),
        )
        if refused:
            return refused
    return None


def ask_of_exports():
    outputs, delete = stacks._resolve_stack_outputs, handlers._ACTION_HANDLERS["DeleteStack"]

    def asked_outputs(definitions, conditions, resources, parameters, mappings, stack_name, stack_id):
        resolved, exports = outputs(definitions, conditions, resources, parameters, mappings, stack_name, stack_id)
        after = {name: export["Value"] for name, export in exports.items()}
        refused = refused_export(stack_name, after) if rules else None
        if refused:
            raise ValueError(refused)
        # Nothing of the update can fail any more.
        for name in exports_of(stack_name).keys() - after.keys():
            cloudformation._exports.pop(name, None)
        return resolved, exports

    def asked_delete(params):
        # AWS takes the call and then gives the stack back as it was, with these words; who called would have to wait for that.
        stack = handlers._resolve_stack(handlers._p(params, "StackName"))
        refused = refused_export(stack["StackName"], {}) if rules and stack and stack["StackStatus"] != "DELETE_COMPLETE" else None
        return helpers._error("ValidationError", refused) if refused else delete(params)

    stacks._resolve_stack_outputs = asked_outputs
    handlers._ACTION_HANDLERS["DeleteStack"] = asked_delete


# Change sets.


def refused_request(params):
    """Why no change set is made of the stack as it is, or by this role."""
    stack = handlers._resolve_stack(handlers._p(params, "StackName")) or {}
    role = handlers._p(params, "RoleARN")
    of_account = role.startswith(f"arn:aws:iam::{get_account_id()}:")
    return refusal(
        step="change set", stack=stack.get("StackName", ""), id=stack.get("StackId", ""), status=stack.get("StackStatus", ""),
        creates=handlers._p(params, "ChangeSetType") == "CREATE", role=role, roles={role: trust_of(role)} if of_account else {},
    )


def known_before(change_set, stack, definition):
    """The properties that are known before anything of the change set is made, as far as they are texts."""
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
    conditions = stacks._evaluate_conditions(change_set["_template"], change_set["_resolved_params"])
    changes = [one["ResourceChange"] for one in change_set["Changes"]]
    added = {one["LogicalResourceId"]: definitions[one["LogicalResourceId"]] for one in changes if one["Action"] == "Add"}
    added = {logical_id: one for logical_id, one in added.items() if conditions.get(one.get("Condition"), True)}
    kinds = {original_type(definition["Type"]) for definition in added.values()}
    others = [{**one, "type": original_type(one["type"]), "properties": texts(one["properties"])} for one in standing_of(kinds)]
    if not others:
        return {}
    claims = [
        {"logicalId": logical_id, "type": original_type(definition["Type"]), "properties": known_before(change_set, stack, definition)}
        for logical_id, definition in added.items()
    ]
    return refusal(step="names", stack=stack["StackName"], claims=claims, standing=others)


def fail(change_set, reason, events=()):
    change_set.update(Status="FAILED", ExecutionStatus="UNAVAILABLE", StatusReason=reason, _operation_events=list(events))


def refused_types(change_set, stack):
    """Why resources may not become ones of another type; None if none does."""
    before = (stack.get("_template") or {}).get("Resources", {})
    after = change_set["_template"]["Resources"]
    changed = [one for one in before.keys() & after.keys() if before[one]["Type"] != after[one]["Type"]]
    if not changed:
        return None
    kinds = {one: [original_type(before[one]["Type"]), original_type(after[one]["Type"])] for one in changed}
    return refusal(step="types", stack=stack["StackName"], kinds=kinds)


def validate(change_set, stack):
    """
    Fails a change set that changes types, or whose new resources have taken names, as pre-deployment validation does:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
    """
    types = refused_types(change_set, stack)
    if types:
        return fail(change_set, types)
    taken = names_taken(change_set, stack)
    if taken:
        fail(
            change_set,
            # https://github.com/aws-cloudformation/rain/pull/744
            "The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. "
            "To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.",
            (
                stacks._operation_event(
                    stack["StackId"], change_set["ChangeSetId"], "VALIDATION_ERROR", "CREATE_CHANGESET",
                    LogicalResourceId=logical_id, ResourceType=change_set["_template"]["Resources"][logical_id]["Type"],
                    ValidationFailureMode="FAIL", ValidationName="NAME_CONFLICT_VALIDATION", ValidationStatus="FAILED",
                    ValidationStatusReason=reason, ValidationPath=f"/Resources/{logical_id}",
                )
                for logical_id, reason in taken.items()
            ),
        )


def ask_of_change_sets():
    create, describe = handlers._ACTION_HANDLERS["CreateChangeSet"], handlers._ACTION_HANDLERS["DescribeEvents"]

    def of_request(params):
        return changesets._find_change_set(handlers._p(params, "ChangeSetName"), handlers._p(params, "StackName"))[1]

    def asked_create(params):
        refused = refused_request(params) if rules else None
        if refused:
            return helpers._error("ValidationError", refused)
        answer = create(params)
        change_set = of_request(params) if rules and answer[0] == 200 else None
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


def ask_before_changes():
    ask_of_resources()
    ask_of_exports()
    ask_of_change_sets()
