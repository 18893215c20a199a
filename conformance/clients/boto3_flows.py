"""What boto3 users do first, and three things they get wrong."""

import io
import json
import time
import urllib.error
import urllib.request
import uuid
import zipfile

import boto3
from botocore.exceptions import ClientError

NAME = f"conformance-{uuid.uuid4().hex[:8]}"
SOURCE = """
import os
import boto3

def handler(event, context):
    print("called with", event.get("rawPath"))
    if event.get("fail"):
        raise ValueError("as asked")
    me = boto3.client("sts").get_caller_identity()["Arn"]
    return {"statusCode": 200, "headers": {"x-me": me}, "body": os.environ["GREETING"]}
"""

iam = boto3.client("iam")
awslambda = boto3.client("lambda")
http = boto3.client("apigatewayv2")
logs = boto3.client("logs")
endpoint = awslambda.meta.endpoint_url


def main():
    role = iam.create_role(
        RoleName=NAME,
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                    }
                ],
            }
        ),
    )["Role"]["Arn"]
    arn = step("create a function", create, role)
    step("invoke it", invoke)
    step("a function's error", fail)
    url = step("an HTTP API needs a permission", api, arn)
    step("the API answers as the role", call, url)
    step("its log is there", read_log)
    step("rejections are AWS's", rejections)
    step("clean up", clean_up)


def step(name, work, *arguments):
    result = work(*arguments)
    print(f"  ok      boto3: {name}")
    return result


def create(role):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("app.py", SOURCE)
    created = awslambda.create_function(
        FunctionName=NAME,
        Runtime="python3.11",
        Handler="app.handler",
        Role=role,
        MemorySize=256,
        Timeout=30,
        Environment={"Variables": {"GREETING": "hello"}},
        Code={"ZipFile": package.getvalue()},
    )
    awslambda.get_waiter("function_active_v2").wait(FunctionName=NAME)
    return created["FunctionArn"]


def invoke():
    answer = awslambda.invoke(FunctionName=NAME, Payload=b"{}", LogType="Tail")
    body = json.load(answer["Payload"])
    assert body["body"] == "hello", body
    assert f"assumed-role/{NAME}/{NAME}" in body["headers"]["x-me"], body
    assert answer["ExecutedVersion"] == "$LATEST" and "LogResult" in answer


def fail():
    answer = awslambda.invoke(FunctionName=NAME, Payload=b'{"fail": true}')
    error = json.load(answer["Payload"])
    assert answer["FunctionError"] == "Unhandled"
    assert error["errorType"] == "ValueError" and error["errorMessage"] == "as asked", error


def api(arn):
    created = http.create_api(Name=NAME, ProtocolType="HTTP", Target=arn)
    url = f"{endpoint}/_aws/execute-api/{created['ApiId']}/$default/a/b"
    assert status_of(url) == 500, "without AddPermission AWS answers 500"
    awslambda.add_permission(
        FunctionName=NAME,
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:{arn.split(':')[4]}:{created['ApiId']}/*",
    )
    return url


def call(url):
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"hello" and NAME in answer.headers["x-me"]


def read_log():
    for _ in range(50):
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{NAME}")["events"]
        if any(event["message"].startswith("called with /a/b") for event in events):
            assert any(event["message"].startswith("REPORT RequestId") for event in events)
            return
        time.sleep(0.1)
    raise AssertionError(events)


def rejections():
    rejected("ResourceNotFoundException", awslambda.invoke, FunctionName="no-such-function")
    rejected("InvalidRequestContentException", awslambda.invoke, FunctionName=NAME, Payload=b"{")
    stranger = boto3.client("lambda", aws_access_key_id="AKIANOBODY", aws_secret_access_key="x")
    rejected("UnrecognizedClientException", stranger.list_functions)


def rejected(code, work, **arguments):
    try:
        work(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
    else:
        raise AssertionError(f"{code} was expected")


def status_of(url):
    try:
        return urllib.request.urlopen(url).status
    except urllib.error.HTTPError as error:
        return error.code


def clean_up():
    for item in http.get_apis()["Items"]:
        if item["Name"] == NAME:
            http.delete_api(ApiId=item["ApiId"])
    awslambda.delete_function(FunctionName=NAME)
    iam.delete_role(RoleName=NAME)
    logs.delete_log_group(logGroupName=f"/aws/lambda/{NAME}")


main()
