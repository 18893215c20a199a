"""What the benchmarks call, created through boto3 in any server that speaks AWS."""

import functools
import io
import json
import pathlib
import stat
import uuid
import zipfile

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

REGION = "us-east-1"
KEYS = Credentials("test", "test")

SOURCES = {
    "python": {"app.py": "def handler(event, context):\n    return {'statusCode': 200, 'body': 'ok'}\n"},
    "node": {"index.js": "exports.handler = async () => ({ statusCode: 200, body: 'ok' });\n"},
}


def package(files):
    """A zip of file names and their text, bytes or paths."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (stat.S_IFREG | 0o755) << 16
            archive.writestr(entry, text.read_bytes() if isinstance(text, pathlib.Path) else text)
    return content.getvalue()


class Aws:
    """One server."""

    def __init__(self, port):
        self.port = port
        self.endpoint = f"http://127.0.0.1:{port}"
        self.functions = self.client("lambda")
        self.http = self.client("apigatewayv2")
        self.rest = self.client("apigateway")

    def client(self, service):
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.endpoint,
            aws_access_key_id=KEYS.access_key,
            aws_secret_access_key=KEYS.secret_key,
            config=Config(retries={"max_attempts": 0}, read_timeout=120),
        )

    @functools.cached_property
    def _role(self):
        """The ARN of a role that functions may take."""
        return self.role("benchmark", "lambda.amazonaws.com")

    def role(self, name, service):
        """The ARN of a role that a service may take; made when it is not there."""
        iam = self.client("iam")
        trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        try:
            return iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
        except iam.exceptions.EntityAlreadyExistsException:
            return iam.get_role(RoleName=name)["Role"]["Arn"]

    def function(self, name, runtime, handler, files, wait=True):
        """The ARN of a new function that is active."""
        created = self.functions.create_function(
            FunctionName=f"{name}-{uuid.uuid4().hex[:8]}",
            Runtime=runtime,
            Handler=handler,
            Role=self._role,
            MemorySize=1769,
            Timeout=30,
            Code={"ZipFile": package(files)},
        )
        if wait:
            self.functions.get_waiter("function_active_v2").wait(
                FunctionName=created["FunctionName"], WaiterConfig={"Delay": 1}
            )
        return created["FunctionArn"]

    def http_api(self, target):
        """The id of an HTTP API with one route, GET /, to a function or a URL."""
        api = self.http.create_api(Name="benchmark", ProtocolType="HTTP")["ApiId"]
        kind = {"IntegrationType": "HTTP_PROXY", "IntegrationMethod": "GET", "PayloadFormatVersion": "1.0"}
        if target.startswith("arn:"):
            kind = {"IntegrationType": "AWS_PROXY", "PayloadFormatVersion": "2.0"}
            self.functions.add_permission(
                FunctionName=target,
                StatementId="api",
                Action="lambda:InvokeFunction",
                Principal="apigateway.amazonaws.com",
            )
        integration = self.http.create_integration(ApiId=api, IntegrationUri=target, **kind)
        self.http.create_route(
            ApiId=api, RouteKey="GET /", Target=f"integrations/{integration['IntegrationId']}"
        )
        self.http.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
        return api

    def url(self, api, path="/"):
        return f"{self.endpoint}/_aws/execute-api/{api}{path}"

    def mock(self):
        """The path of a REST API's MOCK method."""
        api = self.rest.create_rest_api(name="mock")["id"]
        root = self.rest.get_resources(restApiId=api)["items"][0]["id"]
        method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
        self.rest.put_method(**method, authorizationType="NONE")
        self.rest.put_method_response(**method, statusCode="200")
        self.rest.put_integration(
            **method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'}
        )
        self.rest.put_integration_response(
            **method, statusCode="200", responseTemplates={"application/json": '{"ok": true}'}
        )
        self.rest.create_deployment(restApiId=api, stageName="live")
        return self.url(api, "/live/")

    def signed_invoke(self, arn, body):
        """The URL and headers of a signed Invoke, good for some minutes."""
        request = AWSRequest(
            "POST", f"{self.endpoint}/2015-03-31/functions/{arn.split(':')[6]}/invocations", data=body
        )
        request.headers["Content-Type"] = "application/json"
        SigV4Auth(KEYS, "lambda", REGION).add_auth(request)
        return request.url, dict(request.headers.items())
