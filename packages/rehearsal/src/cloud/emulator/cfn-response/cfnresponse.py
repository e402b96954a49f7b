import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    """Answers the request of a custom resource. What it answers is what CloudFormation's own module does."""
    body = {
        "Status": responseStatus,
        "Reason": reason or f"The function's log stream says more: {context.log_stream_name}",
        "PhysicalResourceId": physicalResourceId or context.log_stream_name or context.aws_request_id,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": noEcho,
        "Data": responseData,
    }
    headers = {"content-type": ""}
    request = urllib.request.Request(event["ResponseURL"], json.dumps(body).encode(), headers, method="PUT")
    try:
        urllib.request.urlopen(request).close()
    except OSError as error:
        print(f"cfnresponse could not be sent: {error}")
