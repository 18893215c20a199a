"""Creates what the benchmarks call, through boto3, and prints the URL; or measures cold starts."""

import io
import json
import statistics
import stat
import sys
import time
import uuid
import zipfile

import boto3
from botocore.config import Config

CONFIG = Config(retries={"max_attempts": 0}, read_timeout=60)
awslambda = boto3.client("lambda", config=CONFIG)
http = boto3.client("apigatewayv2", config=CONFIG)
rest = boto3.client("apigateway", config=CONFIG)
ENDPOINT = awslambda.meta.endpoint_url.replace("localhost", "127.0.0.1")
ROLE = "arn:aws:iam::000000000000:role/benchmark"

SOURCES = {
    "python": {"app.py": "def handler(event, context):\n    return {'statusCode': 200, 'body': 'ok'}\n"},
    "node": {"index.js": "exports.handler = async () => ({statusCode: 200, body: 'ok'});\n"},
}


def package(source):
    """A zip of a kept source, or of one executable file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        if source in SOURCES:
            for name, text in SOURCES[source].items():
                archive.writestr(name, text)
        else:
            entry = zipfile.ZipInfo("bootstrap")
            entry.external_attr = (stat.S_IFREG | 0o755) << 16
            archive.writestr(entry, open(source, "rb").read())
    return content.getvalue()


def function(name, runtime, handler, source):
    created = awslambda.create_function(
        FunctionName=f"{name}-{uuid.uuid4().hex[:8]}",
        Runtime=runtime,
        Handler=handler,
        Role=ROLE,
        MemorySize=1769,
        Timeout=30,
        Code={"ZipFile": package(source)},
    )
    awslambda.get_waiter("function_active_v2").wait(
        FunctionName=created["FunctionName"], WaiterConfig={"Delay": 1}
    )
    return created["FunctionArn"]


def http_api(name, runtime, handler, source):
    arn = function(name, runtime, handler, source)
    api = http.create_api(Name=name, ProtocolType="HTTP", Target=arn)
    awslambda.add_permission(
        FunctionName=arn,
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
    )
    print(f"{ENDPOINT}/_aws/execute-api/{api['ApiId']}/$default/")


def http_proxy(backend):
    api = http.create_api(Name="proxy", ProtocolType="HTTP", Target=backend)
    print(f"{ENDPOINT}/_aws/execute-api/{api['ApiId']}/$default/")


def mock():
    api = rest.create_rest_api(name="mock")["id"]
    root = rest.get_resources(restApiId=api)["items"][0]["id"]
    method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    rest.put_method(**method, authorizationType="NONE")
    rest.put_method_response(**method, statusCode="200")
    rest.put_integration(
        **method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'}
    )
    rest.put_integration_response(
        **method, statusCode="200", responseTemplates={"application/json": '{"ok": true}'}
    )
    rest.create_deployment(restApiId=api, stageName="live")
    print(f"{ENDPOINT}/_aws/execute-api/{api}/live/")


def cold_start(runtime, executable):
    source, handler = {
        "python3.11": ("python", "app.handler"),
        "nodejs20.x": ("node", "index.handler"),
    }.get(runtime, (executable, "bootstrap"))
    function("first", runtime, handler, source)  # fetches the runtime client
    taken = []
    for _ in range(11):
        arn = function("cold", runtime, handler, source)
        time.sleep(0.5)
        began = time.perf_counter()
        answer = awslambda.invoke(FunctionName=arn, Payload=json.dumps({}))
        taken.append((time.perf_counter() - began) * 1000)
        assert "FunctionError" not in answer, answer["Payload"].read()
        warm = time.perf_counter()
        awslambda.invoke(FunctionName=arn, Payload=json.dumps({}))
        taken[-1] -= (time.perf_counter() - warm) * 1000  # less the client's own time
    print(f"{statistics.median(taken):.1f}")


if __name__ == "__main__":
    {"http-api": http_api, "http-proxy": http_proxy, "mock": mock, "cold-start": cold_start}[
        sys.argv[1]
    ](*sys.argv[2:])
