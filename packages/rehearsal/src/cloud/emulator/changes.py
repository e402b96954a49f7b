"""
Asks the rehearsal, before CloudFormation makes, changes or deletes a resource and before it changes an export, whether AWS would refuse
that in this state. What is refused fails there, and CloudFormation rolls it back.

Asked are the gateway's rules, which know only what is sent: they may not call back, because the emulator waits for the answer.
"""

import json
import urllib.request

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudformation
from ministack.services.cloudformation import handlers, helpers, stacks

answer_seconds = 60
# Where to ask ("at"), and which types are to be seen beside a change of a type ("beside"); empty until the gateway listens.
rules = {}
# 127.0.0.1 is asked directly, whatever proxy the variables name.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


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


def ask(step, kind, stack_name, logical_id, physical_id="", before=None, after=None):
    # Every update may be a replacement; other steps concern the types that rules name.
    if not rules or (step != "update" and original_type(kind) not in rules["beside"]):
        return
    refused = refusal(
        step=step, stack=stack_name, logicalId=logical_id, type=kind, physicalId=physical_id,
        before=before, after=after, beside=beside(kind),
    )
    if refused:
        raise ValueError(refused)


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
    """A roll-back is not asked: it goes to what was let through before."""
    update, provision = stacks._update_keeping_seed, stacks._provision_keeping_seed
    delete, outputs = stacks._delete_resource, stacks._resolve_stack_outputs

    def asked_update(kind, physical_id, old, new, stack_name, logical_id, attributes):
        if old != new:
            ask("update", kind, stack_name, logical_id, physical_id, old, new)
        return update(kind, physical_id, old, new, stack_name, logical_id, attributes)

    def asked_provision(kind, logical_id, properties, stack_name):
        ask("create", kind, stack_name, logical_id, after=properties)
        return provision(kind, logical_id, properties, stack_name)

    def asked_delete(kind, physical_id, properties, stack_name=None, logical_id=None):
        ask("delete", kind, stack_name, logical_id, physical_id, before=properties)
        return delete(kind, physical_id, properties, stack_name, logical_id)

    def asked_outputs(definitions, conditions, resources, parameters, mappings, stack_name, stack_id):
        resolved, exports = outputs(definitions, conditions, resources, parameters, mappings, stack_name, stack_id)
        if rules:
            ask_of_exports(stack_name, exports)
        return resolved, exports

    stacks._update_keeping_seed, stacks._provision_keeping_seed = asked_update, asked_provision
    stacks._delete_resource, stacks._resolve_stack_outputs = asked_delete, asked_outputs
