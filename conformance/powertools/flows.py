"""Functions with Powertools for AWS Lambda: what they write, measure and trace is where AWS has it."""

import datetime
import io
import json
import pathlib
import sys
import time
import zipfile

import boto3
from botocore.exceptions import ClientError

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
MAY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["ssm:GetParameter", "dynamodb:*"], "Resource": "*"}],
}
PATIENCE_SECONDS = 90

lambda_ = boto3.client("lambda")
xray = boto3.client("xray")


def zipped(folder):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return content.getvalue()


def deploy(name, runtime, folder, role, variables):
    lambda_.create_function(
        FunctionName=name,
        Runtime=runtime,
        Handler="app.handler",
        Role=role,
        Timeout=30,
        MemorySize=512,
        TracingConfig={"Mode": "Active"},
        Environment={"Variables": variables},
        Code={"ZipFile": zipped(folder)},
    )
    lambda_.get_waiter("function_active_v2").wait(FunctionName=name)


def call(name, **event):
    response = lambda_.invoke(FunctionName=name, Payload=json.dumps(event))
    return response.get("FunctionError"), json.load(response["Payload"])


def eventually(what, look):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = look()
        if found:
            print("  ok      powertools", what)
            return found
        time.sleep(0.5)
    raise AssertionError("never came: " + what)


def logged(name, wanted):
    group = "/aws/lambda/" + name
    events = boto3.client("logs").filter_log_events(logGroupName=group)["events"]
    lines = [json.loads(event["message"]) for event in events if event["message"].startswith("{")]
    return next((line for line in lines if line.get("message") == wanted), None)


def measured(name, service):
    metrics = boto3.client("cloudwatch").list_metrics(Namespace="Conformance", MetricName=name)["Metrics"]
    return any({"Name": "service", "Value": service} in metric["Dimensions"] for metric in metrics)


def subsegments(document):
    for below in document.get("subsegments", []):
        yield below
        yield from subsegments(below)


def traced(function, subsegment, annotation):
    now = datetime.datetime.now(datetime.timezone.utc)
    ids = [
        each["Id"]
        for page in xray.get_paginator("get_trace_summaries").paginate(
            StartTime=now - datetime.timedelta(minutes=10), EndTime=now + datetime.timedelta(seconds=1)
        )
        for each in page["TraceSummaries"]
    ]
    for id_ in ids:
        for trace in xray.batch_get_traces(TraceIds=[id_])["Traces"]:
            for segment in trace["Segments"]:
                document = json.loads(segment["Document"])
                for below in subsegments(document):
                    if (
                        document["name"] == function
                        and document.get("origin") == "AWS::Lambda::Function"
                        and below["name"] == subsegment
                        and below.get("annotations", {}).get(annotation[0]) == annotation[1]
                    ):
                        return trace
    return None


def has_dynamodb():
    try:
        boto3.client("dynamodb").list_tables()
        return True
    except ClientError:
        return False


def main(python, node):
    idempotent = has_dynamodb()
    iam = boto3.client("iam")
    role = iam.create_role(RoleName="powertools", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName="powertools", PolicyName="may", PolicyDocument=json.dumps(MAY))
    boto3.client("ssm").put_parameter(Name="/conformance/greeting", Value="hello", Type="String", Overwrite=True)
    variables = {}
    if idempotent:
        boto3.client("dynamodb").create_table(
            TableName="orders-done",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
        variables["IDEMPOTENT"] = "yes"
    version = "python%d.%d" % sys.version_info[:2]
    deploy("powertools-python", version, python, role, variables)
    assert call("powertools-python", id="a1") == (None, {"done": {"placed": 1}, "greeting": "hello"})
    print("  ok      powertools Python: parameters")
    if idempotent:
        assert call("powertools-python", id="a1")[1]["done"] == {"placed": 1}
        assert call("powertools-python", id="a2")[1]["done"] == {"placed": 2}
        print("  ok      powertools Python: idempotency")
    assert call("powertools-python", id="a3", fail=True)[0] == "Unhandled"
    line = eventually("Python: logger", lambda: logged("powertools-python", "an order"))
    assert line["function_name"] == "powertools-python" and line["cold_start"] is True, line
    assert line["xray_trace_id"].startswith("1-"), line
    eventually("Python: metrics", lambda: measured("Orders", "orders") and measured("ColdStart", "orders"))
    eventually("Python: tracer", lambda: traced("powertools-python", "## app.place", ("OrderId", "a1")) or
               traced("powertools-python", "## place", ("OrderId", "a1")))

    deploy("powertools-node", "nodejs20.x", node, role, {})
    assert call("powertools-node", id="c1") == (None, {"greeting": "hello"})
    print("  ok      powertools Node.js: parameters")
    line = eventually("Node.js: logger", lambda: logged("powertools-node", "a cart"))
    assert line["function_name"] == "powertools-node" and line["cart"] == "c1", line
    eventually("Node.js: metrics", lambda: measured("Carts", "carts"))
    eventually("Node.js: tracer", lambda: traced("powertools-node", "## handler", ("CartId", "c1")))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
