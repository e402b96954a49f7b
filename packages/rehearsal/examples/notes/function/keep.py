import os
from base64 import b64decode

import boto3

s3 = boto3.client("s3")
bucket = os.environ["BUCKET"]


def handler(event, context):
    key = event["rawPath"].lstrip("/")
    if event["requestContext"]["http"]["method"] == "PUT":
        body = event.get("body") or ""
        text = b64decode(body) if event.get("isBase64Encoded") else body.encode()
        s3.put_object(Bucket=bucket, Key=key, Body=text)
        return {"statusCode": 204}
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": text}
