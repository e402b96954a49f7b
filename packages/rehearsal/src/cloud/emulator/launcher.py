"""
Runs the emulator, and mends where it answers otherwise than AWS in what a rehearsal relies on.

Its group ends when standard input closes: that pipe is held open by the rehearsal alone, so nothing is left behind even if
the rehearsal is killed and can clean up no more.
"""

import io
import json
import os
import re
import runpy
import signal
import sys
import threading
import zipfile


def watch():
    """The one line that comes is where to ask about changes."""
    said = b""
    # Past Python's own buffer: a thread that holds it aborts the interpreter, which then ends with SIGABRT whatever its reason.
    while received := os.read(0, 4096):
        said += received
        if said.endswith(b"\n"):
            changes.rules.update(json.loads(said))
    os.killpg(0, signal.SIGKILL)


threading.Thread(target=watch, daemon=True).start()

import ministack.app as app
import ministack.services.cloudwatch as cloudwatch
from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import dynamodb, kinesis, lambda_svc, s3, secretsmanager, sns, sqs
from ministack.services.cloudformation import custom_resource, drift, provisioners

# Nothing is written beside the sources.
sys.dont_write_bytecode = True
import changes

sys.dont_write_bytecode = False
handlers = provisioners._RESOURCE_HANDLERS


def own_judging_of_alarms_off():
    """
    With each metric published and each alarm put the emulator would set states by whatever has the metric's name, whatever its
    dimensions, and leave false ones in the alarms' history. The rehearsal judges them itself.
    """
    cloudwatch._evaluate_all_alarms = lambda: None
    cloudwatch._evaluate_alarm = lambda alarm: None


def account_by_header(name):
    """
    A request that a client makes of an API says nothing of an account, and its own headers are the function's. So the account is
    said in a header that is taken away here.
    """
    key_of = app.extract_access_key_id
    app.extract_access_key_id = lambda headers, query=None: headers.pop(name, None) or key_of(headers, query)


# Functions: what can't be run answers nothing that could be taken for a run.

mock = "Mock response - "


def mocked(result):
    """What the emulator says in place of a function that it can't run; None for the answer of one that has run."""
    body = result.get("body") if set(result) == {"body"} else None
    said = body.get("body") if isinstance(body, dict) and set(body) == {"statusCode", "body"} else None
    return said[len(mock):] if isinstance(said, str) and said.startswith(mock) else None


def no_mock_answers():
    def honest(execute):
        def run(func, event, request_id):
            result = execute(func, event, request_id)
            why = mocked(result)
            if why is None:
                return result
            name = (func.get("config") or func).get("FunctionName", "")
            message = f"The rehearsal can't carry out function {name}: {why}"
            if isinstance(event, dict) and "ResponseURL" in event:
                # A custom resource would wait for an answer that nobody gives.
                token = event["ResponseURL"].rsplit("/", 1)[1]
                custom_resource.deliver_response(token, {"Status": "FAILED", "Reason": message})
            return {"body": {"errorType": "Rehearsal.NotCarriedOut", "errorMessage": message}, "error": True, "log": message}

        return run

    for name in ("docker", "local", "provided", "provided_warm", "warm"):
        setattr(lambda_svc, f"_execute_function_{name}", honest(getattr(lambda_svc, f"_execute_function_{name}")))


def missing_object(bucket, key, version):
    """Lambda's words for an object that is not there."""
    if s3._get_object_data(bucket, key, version_id=version) is not None:
        return None
    code, what = ("NoSuchBucket", "bucket") if s3._buckets.get(bucket) is None else ("NoSuchKey", "key")
    return f"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: The specified {what} does not exist."


def code_is_there(props, *_):
    """https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html"""
    code = props.get("Code") or {}
    if props.get("PackageType") == "Image" or code.get("ImageUri") or code.get("ZipFile"):
        return
    bucket, key = code.get("S3Bucket"), code.get("S3Key")
    missing = missing_object(bucket, key, code.get("S3ObjectVersion")) if bucket and key else "Please provide a source for function code."
    if missing:
        raise ValueError(missing)


def layer_is_there(props, *_):
    content = props.get("Content") or {}
    missing = missing_object(content.get("S3Bucket"), content.get("S3Key"), content.get("S3ObjectVersion"))
    if missing:
        raise ValueError(missing)


# What CloudFormation puts beside inline code that loads it, and beside no other:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
# By runtime: how code loads it, our file of it, and where the function finds that.
response_modules = {
    "nodejs": (r"require\(\s*['\"`]cfn-response['\"`]\s*\)", "index.js", "node_modules/cfn-response/index.js"),
    "python": (r"^\s*import\s+cfnresponse\b", "cfnresponse.py", "cfnresponse.py"),
}


def response_module_of_inline_code():
    zip_inline = provisioners._zip_inline
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cfn-response")

    def zipped(source, handler, runtime="python3.12"):
        code = zip_inline(source, handler, runtime)
        for language, (loads, file, inside) in response_modules.items():
            if code is None or not runtime.startswith(language) or not re.search(loads, source, re.MULTILINE):
                continue
            archive = io.BytesIO(code)
            with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as files:
                files.write(os.path.join(folder, file), inside)
            code = archive.getvalue()
        return code

    replace(zip_inline, zipped)


def code_of_calls_is_there():
    """As for a template, for a function that a call makes."""
    create = lambda_svc._create_function

    def checked(data):
        try:
            code_is_there(data)
        except ValueError as missing:
            return error_response_json("InvalidParameterValueException", str(missing), 400)
        return create(data)

    lambda_svc._create_function = checked


# What a resource refers to, and what it is called.


def of_own_account(arn):
    """Whether an ARN names something that is looked for in the account and region at hand."""
    parts = arn.split(":", 5) if isinstance(arn, str) else []
    return len(parts) == 6 and parts[0] == "arn" and parts[3] == get_region() and parts[4] == get_account_id()


def function_is_there(props, *_):
    named = props.get("FunctionName") or props.get("TargetFunctionArn") or ""
    if provisioners._lambda_function_for_cfn_ref(named)[0] is None:
        raise ValueError(f"Function not found: {named}")


def source_is_there(props, *_):
    function_is_there(props)
    arn = props.get("EventSourceArn", "")
    if not of_own_account(arn):
        return
    service, resource = arn.split(":", 5)[2], arn.split(":", 5)[5]
    name = resource.split("/")[1] if "/" in resource else resource
    if service == "sqs" and sqs._queue_by_arn(arn) is None:
        raise ValueError(
            "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. "
            "SQS Error Message: The specified queue does not exist."
        )
    if service == "dynamodb" and not (dynamodb._tables.get(name) or {}).get("LatestStreamArn"):
        raise ValueError(f"Stream not found: {arn}")
    if service == "kinesis" and name not in kinesis._streams:
        raise ValueError(f"Stream not found: {arn}")


def topic_is_there(props, *_):
    """https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html (NotFound)"""
    arn = props.get("TopicArn", "")
    if not arn.startswith("arn:") or (of_own_account(arn) and arn not in sns._topics):
        raise ValueError(f"Topic does not exist: {arn}")


# Properties by which a resource has a name that no other of its account and region may have.
names = {
    "AWS::DynamoDB::GlobalTable": "TableName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Kinesis::Stream": "Name",
    "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::RDS::DBCluster": "DBClusterIdentifier",
    "AWS::RDS::DBInstance": "DBInstanceIdentifier",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SSM::Parameter": "Name",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
}
# Which resource has a name: (account, region, type, name) to (stack, logical id, physical id).
named = {}


def place(kind):
    return get_account_id(), "" if kind.startswith("AWS::IAM::") else get_region(), kind


def keep_names(kind):
    """A second resource of the same name fails: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-resource-name.html"""
    handler = handlers[kind]
    create, delete = handler["create"], handler["delete"]

    def checked(logical_id, props, stack_name):
        name = props.get(names[kind])
        if not name:
            return create(logical_id, props, stack_name)
        key = (*place(kind), name)
        if key in named and named[key][:2] != (stack_name, logical_id):
            raise ValueError(f"Resource of type '{kind}' with identifier '{name}' already exists.")
        made = create(logical_id, props, stack_name)
        named[key] = (stack_name, logical_id, made[0])
        return made

    def released(physical_id, *rest):
        done = delete(physical_id, *rest)
        for key, (_, _, known) in list(named.items()):
            if known == physical_id and key[:3] == place(kind):
                del named[key]
        return done

    replace(create, checked)
    replace(delete, released)


def replace(old, new):
    """Puts a function in the place of another one of the provisioners', whoever calls it."""
    for name, value in list(vars(provisioners).items()):
        if value is old:
            setattr(provisioners, name, new)
    for handler in handlers.values():
        for step, value in handler.items():
            if value is old:
                handler[step] = new


def check(kind, look):
    """Looks at a resource's properties before it is made or updated; what is raised is why it fails."""
    create, update = handlers[kind]["create"], handlers[kind].get("update")

    def checked(logical_id, props, stack_name):
        look(props)
        return create(logical_id, props, stack_name)

    def checked_update(physical_id, old_props, new_props, *rest):
        look(new_props)
        return update(physical_id, old_props, new_props, *rest)

    replace(create, checked)
    if update is not None:
        replace(update, checked_update)


def secrets_by_arn():
    """Ref of a secret is its ARN: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html"""
    kind = "AWS::SecretsManager::Secret"
    handler, (read, properties) = handlers[kind], drift._DRIFT_READERS[kind]
    create, update, delete = handler["create"], handler["update"], handler["delete"]
    name_of = lambda physical_id: secretsmanager._resolve(physical_id)[0] or physical_id

    def by_arn(made):
        return made[1]["Arn"], made[1]

    handler["create"] = lambda *given: by_arn(create(*given))
    handler["update"] = lambda physical_id, *given: by_arn(update(name_of(physical_id), *given))
    handler["delete"] = lambda physical_id, *given: delete(name_of(physical_id), *given)
    drift._DRIFT_READERS[kind] = (lambda physical_id, props: read(name_of(physical_id), props), properties)


changes.ask_before_changes()
own_judging_of_alarms_off()
account_by_header(sys.argv[1])
no_mock_answers()
code_of_calls_is_there()
response_module_of_inline_code()
check("AWS::Lambda::Function", code_is_there)
check("AWS::Lambda::LayerVersion", layer_is_there)
check("AWS::Lambda::EventSourceMapping", source_is_there)
for kind in ("Alias", "EventInvokeConfig", "Permission", "Url", "Version"):
    check(f"AWS::Lambda::{kind}", function_is_there)
check("AWS::SNS::Subscription", topic_is_there)
secrets_by_arn()
for kind in names:
    keep_names(kind)
sys.argv = ["ministack"]
runpy.run_module("ministack", run_name="__main__")
