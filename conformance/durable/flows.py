"""Durable functions by AWS's SDKs, driven by boto3."""

import io
import json
import os
import pathlib
import sys
import time
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
POLICY = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy"
PATIENCE_SECONDS = 120

lambda_ = boto3.client("lambda", config=Config(read_timeout=PATIENCE_SECONDS, retries={"max_attempts": 0}))
iam = boto3.client("iam")


def zipped(folder):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return content.getvalue()


def role(name):
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    iam.attach_role_policy(RoleName=name, PolicyArn=POLICY)
    iam.put_role_policy(
        RoleName=name,
        PolicyName="chain",
        PolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*"}],
            }
        ),
    )
    return arn


def create(name, runtime, handler, role_arn, code, durable=True):
    extra = {"DurableConfig": {"ExecutionTimeout": 300, "RetentionPeriodInDays": 1}} if durable else {}
    lambda_.create_function(
        FunctionName=name,
        Runtime=runtime,
        Handler=handler,
        Role=role_arn,
        Timeout=30,
        MemorySize=256,
        Code={"ZipFile": code},
        **extra,
    )
    lambda_.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})


def invoke(name, event, **more):
    response = lambda_.invoke(FunctionName=name + ":$LATEST", Payload=json.dumps(event), **more)
    return response, response["Payload"].read().decode()


def result(name, event):
    response, payload = invoke(name, event)
    assert "FunctionError" not in response, payload
    return json.loads(payload), response["DurableExecutionArn"]


def until(what, condition):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.2)
    sys.exit("waited in vain for " + what)


def history(arn):
    return lambda_.get_durable_execution_history(DurableExecutionArn=arn, IncludeExecutionData=True)["Events"]


def callback_of(arn):
    for event in history(arn):
        if event["EventType"] == "CallbackStarted":
            return event["CallbackStartedDetails"]["CallbackId"]
    return None


def status(arn):
    return lambda_.get_durable_execution(DurableExecutionArn=arn)


def flows(prefix):
    value, arn = result(prefix + "order", {"number": 3})
    assert value == {"number": 12}, value
    names = [event["EventType"] for event in history(arn)]
    assert names[0] == "ExecutionStarted" and "ExecutionSucceeded" in names, names
    assert names.count("StepSucceeded") == 2 and names.count("WaitSucceeded") == 1, names
    assert names.count("InvocationCompleted") == 2, names

    assert result(prefix + "retry", {})[0] == "at last"

    response, _ = invoke(prefix + "approval", {"seconds": 60}, InvocationType="Event", DurableExecutionName="first")
    assert response["StatusCode"] == 202
    arn = response["DurableExecutionArn"]
    again, _ = invoke(prefix + "approval", {"seconds": 60}, InvocationType="Event", DurableExecutionName="first")
    assert again["DurableExecutionArn"] == arn
    try:
        invoke(prefix + "approval", {"seconds": 61}, InvocationType="Event", DurableExecutionName="first")
        sys.exit("another payload under the same name was accepted")
    except ClientError as rejection:
        assert rejection.response["Error"]["Code"] == "DurableExecutionAlreadyStartedException", rejection
    callback = until("the callback", lambda: callback_of(arn))
    lambda_.send_durable_execution_callback_success(CallbackId=callback, Result=b'"yes"')
    try:
        lambda_.send_durable_execution_callback_success(CallbackId=callback, Result=b'"no"')
        sys.exit("a callback was accepted twice")
    except ClientError as rejection:
        assert rejection.response["Error"]["Code"] == "CallbackTimeoutException", rejection
    until("the end", lambda: status(arn)["Status"] == "SUCCEEDED")
    assert "yes" in status(arn)["Result"], status(arn)

    response, payload = invoke(prefix + "approval", {"seconds": 1})
    assert response["FunctionError"] == "Unhandled", payload
    assert "timed out" in payload, payload

    assert result(prefix + "parallel", {"numbers": [1, 2, 3]})[0] == [2, 4, 6]

    chained, _ = result(prefix + "chain", {"function": prefix + "order:$LATEST", "payload": {"number": 1}})
    assert chained == {"number": 4}, chained
    chained, _ = result(prefix + "chain", {"function": prefix + "plain", "payload": {"a": 1}})
    assert chained == {"plain": {"a": 1}}, chained

    response, payload = invoke(prefix + "fail", {})
    assert response["FunctionError"] == "Unhandled" and "broken" in payload, payload

    response, _ = invoke(prefix + "approval", {"seconds": 100}, InvocationType="Event")
    arn = response["DurableExecutionArn"]
    until("the callback", lambda: callback_of(arn))
    lambda_.stop_durable_execution(DurableExecutionArn=arn, Error={"ErrorType": "Enough", "ErrorMessage": "no more"})
    assert status(arn)["Status"] == "STOPPED" and status(arn)["Error"]["ErrorType"] == "Enough"
    listed = lambda_.list_durable_executions_by_function(FunctionName=prefix + "approval", Statuses=["STOPPED"])
    assert [each["DurableExecutionArn"] for each in listed["DurableExecutions"]] == [arn]
    pages = lambda_.get_paginator("list_durable_executions_by_function").paginate(
        FunctionName=prefix + "approval", ReverseOrder=True, PaginationConfig={"PageSize": 1})
    begun = [each["StartTimestamp"] for page in pages for each in page["DurableExecutions"]]
    assert len(begun) > 1 and begun == sorted(begun, reverse=True), begun
    stream = lambda_.invoke_with_response_stream(
        FunctionName=prefix + "parallel:$LATEST", Payload=json.dumps({"numbers": [4]}))["EventStream"]
    parts = list(stream)
    assert b"".join(part["PayloadChunk"]["Payload"] for part in parts if "PayloadChunk" in part) == b"[8]", parts
    try:
        lambda_.invoke(FunctionName=prefix + "order", Payload=b"{}")
        sys.exit("an unqualified name was accepted")
    except ClientError as rejection:
        assert "unqualified ARN" in str(rejection), rejection


TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Order:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: stack-order
      Runtime: RUNTIME
      Handler: index.handler
      AutoPublishAlias: live
      InlineCode: |
        def handler(event, context):
            return {"Status": "SUCCEEDED", "Result": event["DurableExecutionArn"].split(":")[7].split("/")[0]}
      DurableConfig: {ExecutionTimeout: TIMEOUT, RetentionPeriodInDays: 7}
  Tenants:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: stack-tenants
      Runtime: RUNTIME
      Handler: index.handler
      InlineCode: |
        def handler(event, context):
            return "hello"
      TenancyConfig: {TenantIsolationMode: PER_TENANT}
"""


def stack(runtime):
    """What SAM and CloudFormation make of both modes."""
    stacks = boto3.client("cloudformation")
    capabilities = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
    patience = {"Delay": 1, "MaxAttempts": PATIENCE_SECONDS}
    for timeout, call, waiter in [
        (600, stacks.create_stack, "stack_create_complete"),
        (500, stacks.update_stack, "stack_update_complete"),
    ]:
        body = TEMPLATE.replace("RUNTIME", runtime).replace("TIMEOUT", str(timeout))
        call(StackName="durable", TemplateBody=body, Capabilities=capabilities)
        stacks.get_waiter(waiter).wait(StackName="durable", WaiterConfig=patience)
        made = lambda_.get_function_configuration(FunctionName="stack-order")
        assert made["DurableConfig"] == {"ExecutionTimeout": timeout, "RetentionPeriodInDays": 7}, made
        attached = iam.list_attached_role_policies(RoleName=made["Role"].split("/")[-1])["AttachedPolicies"]
        assert [policy["PolicyArn"] for policy in attached] == [POLICY], attached
    response = lambda_.invoke(FunctionName="stack-order:live", Payload=b"{}")
    assert response["Payload"].read().isdigit(), response
    response = lambda_.invoke(FunctionName="stack-tenants", Payload=b"{}", TenantId="one")
    assert response["Payload"].read() == b'"hello"'
    stacks.delete_stack(StackName="durable")
    stacks.get_waiter("stack_delete_complete").wait(StackName="durable", WaiterConfig=patience)
    print("durable functions and functions of tenants in a stack: ok")


HANDLERS = ["order", "retry", "approval", "parallel", "chain", "fail", "plain"]


def main():
    stack(os.environ.get("PYTHON_RUNTIME", "python3.11"))
    role_arn = role("durable-flows")
    for language, runtime, module, folder in [
        ("python", os.environ.get("PYTHON_RUNTIME", "python3.11"), "app", sys.argv[1]),
        ("node", os.environ.get("NODE_RUNTIME", "nodejs20.x"), "app", sys.argv[2]),
    ]:
        if not folder:
            continue
        code = zipped(folder)
        for handler in HANDLERS:
            create(language + "-" + handler, runtime, module + "." + handler, role_arn, code, handler != "plain")
        flows(language + "-")
        print("durable functions in " + language + ": ok")


main()
