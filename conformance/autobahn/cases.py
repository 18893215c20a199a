"""Runs Autobahn's cases, and judges them as API Gateway's limits have it.

Usage: cases.py FOLDER WSTEST
"""

import collections
import io
import json
import os
import re
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import boto3

NAME = "conformance-" + uuid.uuid4().hex[:8]
ECHO = 'def handler(event, context):\n    return {"statusCode": 200, "body": event["body"]}\n'
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}

# Cases that an API Gateway ends with a code of its own: why, with which code, and which they are.
LIMITS = [
    ("no binary messages", 1003, r"1\.2\.[1-5]|9\.4\.[1-5]|9\.8\.."),
    ("32 KB a frame, 128 KB a message", 1009, r"1\.[12]\.[678]|9\.4\.[6-9]|9\.[12356]\.."),
]
NOT_COMPRESSED = r"1[23]\..*"

gateway = boto3.client("apigatewayv2")
functions = boto3.client("lambda")
iam = boto3.client("iam")


def echoing(role):
    """A function that has been called once: the cases are patient for a second only."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as packed:
        packed.writestr("echo.py", ECHO)
    made = functions.create_function(
        FunctionName=NAME,
        Runtime="python3.%d" % sys.version_info.minor,
        Role=role,
        Handler="echo.handler",
        Code={"ZipFile": code.getvalue()},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=NAME)
    functions.add_permission(
        FunctionName=NAME, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    functions.invoke(FunctionName=NAME, Payload=b'{"body": ""}')
    return made["FunctionArn"]


def serve(api, function):
    region, called = gateway.meta.region_name, function + "/invocations"
    uri = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{called}"
    made = gateway.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=uri)
    route = gateway.create_route(
        ApiId=api,
        RouteKey="$default",
        Target="integrations/" + made["IntegrationId"],
        RouteResponseSelectionExpression="$default",
    )["RouteId"]
    gateway.create_route_response(ApiId=api, RouteId=route, RouteResponseKey="$default")
    gateway.create_stage(ApiId=api, StageName="echo", AutoDeploy=True)
    return os.environ["AWS_ENDPOINT_URL"].replace("http", "ws", 1) + f"/_aws/execute-api/{api}/echo"


def run(folder, wstest, url):
    spec = folder / "spec.json"
    reports = folder / "reports"
    server = {"agent": "node", "url": url}
    spec.write_text(json.dumps({"outdir": str(reports), "servers": [server], "cases": ["*"], "exclude-cases": []}))
    subprocess.run([wstest, "-m", "fuzzingclient", "-s", spec], check=True, stdout=subprocess.DEVNULL)
    return json.loads((reports / "index.json").read_text())["node"]


def judged(case, result):
    """What a case counts as, and whether it went as it should."""
    for limit, code, cases in LIMITS:
        if re.fullmatch(cases, case):
            return f"closed with {code}: {limit}", result["remoteCloseCode"] == code
    behaviors = {result["behavior"], result["behaviorClose"]}
    if re.fullmatch(NOT_COMPRESSED, case):
        return "compression is not negotiated", behaviors == {"UNIMPLEMENTED", "OK"}
    return "pass", behaviors <= {"OK", "NON-STRICT", "INFORMATIONAL"}


def judge(results):
    """Tells the counts and what went wrong; returns whether nothing did."""
    counts = collections.Counter()
    for case, result in results.items():
        kind, well = judged(case, result)
        counts[kind] += well
        if not well:
            print("  FAILED  autobahn", case, kind, result)
    for kind, count in counts.items():
        print("  ok      autobahn", count, "cases:", kind)
    return counts.total() == len(results)


def main(folder, wstest):
    role = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    api = gateway.create_api(
        Name=NAME, ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    try:
        results = run(folder, wstest, serve(api, echoing(role)))
    finally:
        gateway.delete_api(ApiId=api)
        functions.delete_function(FunctionName=NAME)
        iam.delete_role(RoleName=NAME)
    sys.exit(0 if judge(results) else 1)


main(Path(sys.argv[1]), sys.argv[2])
