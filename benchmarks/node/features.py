"""What each feature of the gateway costs: an API with it beside one without, before the same native worker."""

import base64
import http.server
import json
import subprocess
import threading
import time

import aws
import load
import machine

CONNECTIONS = 16
BODY = json.dumps({"name": "Ada", "tags": ["a", "b"], "count": 3})
MODEL = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "required": ["name", "count"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "tags": {"type": "array", "items": {"type": "string"}},
        "count": {"type": "integer", "minimum": 0},
    },
}
REQUEST_TEMPLATE = """#set($body = $input.path('$'))
{"name": "$util.escapeJavaScript($body.name)", "id": "$context.requestId", "tags": [#foreach($tag in $body.tags)"$tag"#if($foreach.hasNext),#end#end]}"""
RESPONSE_TEMPLATE = """#set($result = $input.path('$'))
{"status": $result.statusCode, "text": "$result.body"}"""
AUTHORIZER = """def handler(event, context):
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"].split("/")[0] + "/*"}
    return {"principalId": "ada", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}, "context": {"plan": "gold"}}
"""
ACCESS_LOG = '$context.identity.sourceIp $context.requestTime "$context.httpMethod $context.resourcePath" $context.status $context.requestId'
# Settings of methods bring AWS's default of 10,000 requests a second with them.
NO_LIMIT = [("/*/*/throttling/rateLimit", "1000000"), ("/*/*/throttling/burstLimit", "100000")]
REST = ["authorizer", "key", "throttle", "validation", "mapping", "access log", "execution log"]
BUDGETS = {"mapping": "0.85", "execution log": ""}


def measure(node, work):
    api = aws.Aws(node.port)
    worker = api.function("worker", "provided.al2023", "bootstrap", {"bootstrap": machine.build_worker(work)})
    script = work / "features.lua"
    script.write_text(f"wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [[{BODY}]]\n")
    _rest(api, worker, script)
    _http(api, worker, script, work)


def _rest(api, worker, script):
    load.head("What features of REST APIs cost", "without them")
    apis = RestApis(api, worker)
    bare = apis.make([])
    load.warm_up(bare[0], connections=CONNECTIONS)
    everything = apis.make(REST)
    for _ in range(3):  # what is measured first finds its code compiled, as what is measured last does
        load.rate(everything[0], CONNECTIONS, everything[1], script)
    for features, budget in [*(([each], BUDGETS.get(each, "0.95")) for each in REST), (REST, "0.6")]:
        ours = apis.make(features)
        what = features[0] if len(features) == 1 else "all of these"
        _one(what, ours, bare, script, budget)
    cached, mock = apis.cached(), (api.mock(), None)
    _one("a response from the stage's cache, beside a MOCK", cached, mock, None, "0.8")


def _one(what, ours, bare, script, budget):
    for _ in range(3):
        load.rate(ours[0], CONNECTIONS, ours[1], script, seconds=2)
    load.compare(what, ours, bare, CONNECTIONS, script=script, budget=budget)


class RestApis:
    """REST APIs before one function, each with the features that are asked for."""

    def __init__(self, api, worker):
        self.api, self.rest, self.worker = api, api.rest, worker
        api.functions.add_permission(
            FunctionName=worker, StatementId="rest", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
        )
        self.authorizer = api.function("authorizer", "python3.11", "app.handler", {"app.py": AUTHORIZER})
        api.functions.add_permission(
            FunctionName=self.authorizer, StatementId="rest", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
        )
        logs = api.client("logs")
        logs.create_log_group(logGroupName="benchmark")
        self.log_group = f"arn:aws:logs:{aws.REGION}:000000000000:log-group:benchmark"
        role = api.role("benchmark-logs", "apigateway.amazonaws.com")
        api.client("iam").put_role_policy(
            RoleName="benchmark-logs",
            PolicyName="logs",
            PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}
            ),
        )
        self.rest.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}])

    def make(self, features):
        """The URL and the headers for an API's POST method."""
        api = self.rest.create_rest_api(name="features")["id"]
        root = self.rest.get_resources(restApiId=api)["items"][0]["id"]
        method = {"restApiId": api, "resourceId": root, "httpMethod": "POST"}
        headers, settings = {}, {"authorizationType": "NONE"}
        if "authorizer" in features:
            settings |= {"authorizationType": "CUSTOM", "authorizerId": self._authorizer(api)}
            headers["Authorization"] = "token"
        if "key" in features:
            settings["apiKeyRequired"] = True
        if "validation" in features:
            self.rest.create_model(restApiId=api, name="Note", contentType="application/json", schema=json.dumps(MODEL))
            validator = self.rest.create_request_validator(restApiId=api, name="body", validateRequestBody=True)
            settings |= {"requestValidatorId": validator["id"], "requestModels": {"application/json": "Note"}}
        self.rest.put_method(**method, **settings)
        self._integration(method, "mapping" in features)
        self.rest.create_deployment(restApiId=api, stageName="live")
        self._stage(api, features)
        if "key" in features:
            headers["X-Api-Key"] = self._key(api)
        return self.api.url(api, "/live/"), headers

    def _authorizer(self, api):
        return self.rest.create_authorizer(
            restApiId=api,
            name="token",
            type="TOKEN",
            identitySource="method.request.header.Authorization",
            authorizerUri=self._uri(self.authorizer),
            authorizerResultTtlInSeconds=3600,
        )["id"]

    def _uri(self, function):
        return f"arn:aws:apigateway:{aws.REGION}:lambda:path/2015-03-31/functions/{function}/invocations"

    def _integration(self, method, mapped):
        kind = {"type": "AWS_PROXY"}
        if mapped:
            kind = {"type": "AWS", "requestTemplates": {"application/json": REQUEST_TEMPLATE}}
        self.rest.put_integration(**method, integrationHttpMethod="POST", uri=self._uri(self.worker), **kind)
        if mapped:
            self.rest.put_method_response(**method, statusCode="200")
            self.rest.put_integration_response(
                **method, statusCode="200", responseTemplates={"application/json": RESPONSE_TEMPLATE}
            )

    def _stage(self, api, features):
        changes = []
        if "throttle" in features:
            changes += NO_LIMIT
        if "access log" in features:
            changes += [
                ("/accessLogSettings/destinationArn", self.log_group),
                ("/accessLogSettings/format", ACCESS_LOG),
            ]
        if "execution log" in features:
            changes += [("/*/*/logging/loglevel", "INFO"), *NO_LIMIT]
        if changes:
            self._update(api, changes)

    def _update(self, api, changes):
        self.rest.update_stage(
            restApiId=api,
            stageName="live",
            patchOperations=[{"op": "replace", "path": path, "value": value} for path, value in changes],
        )

    def _key(self, api):
        key = self.rest.create_api_key(name="benchmark", enabled=True)
        plan = self.rest.create_usage_plan(
            name="benchmark",
            apiStages=[{"apiId": api, "stage": "live"}],
            throttle={"rateLimit": 1e6, "burstLimit": 100000},
            quota={"limit": 1_000_000_000, "period": "DAY"},
        )
        self.rest.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")
        return key["value"]

    def cached(self):
        """A GET before the worker whose responses the stage keeps."""
        api = self.rest.create_rest_api(name="cached")["id"]
        root = self.rest.get_resources(restApiId=api)["items"][0]["id"]
        method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
        self.rest.put_method(**method, authorizationType="NONE")
        self._integration(method, False)
        self.rest.create_deployment(restApiId=api, stageName="live", cacheClusterEnabled=True, cacheClusterSize="0.5")
        self._update(
            api, [("/*/*/caching/enabled", "true"), ("/*/*/caching/ttlInSeconds", "3600"), *NO_LIMIT]
        )
        return self.api.url(api, "/live/"), None


def _http(api, worker, script, work):
    load.head("What features of HTTP APIs cost", "without them")
    bare = (_http_api(api, worker), None)
    load.warm_up(bare[0], connections=CONNECTIONS)
    with Issuer(work) as issuer:
        _one("JWT authorizer", (_http_api(api, worker, issuer=issuer.url), issuer.headers()), bare, script, "0.95")
    mapped = {
        "append:header.x-who": "$context.identity.sourceIp",
        "overwrite:querystring.from": "$request.header.host",
        "remove:header.accept": "''",
    }
    _one("mapped parameters", (_http_api(api, worker, mapped=mapped), None), bare, script, "0.95")


def _http_api(api, worker, issuer=None, mapped=None):
    made = api.http.create_api(Name="features", ProtocolType="HTTP")["ApiId"]
    api.functions.add_permission(
        FunctionName=worker, StatementId=f"http-{made}", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    more = {"RequestParameters": mapped} if mapped else {}
    integration = api.http.create_integration(
        ApiId=made, IntegrationType="AWS_PROXY", PayloadFormatVersion="2.0", IntegrationUri=worker, **more
    )["IntegrationId"]
    authorization = {}
    if issuer:
        authorizer = api.http.create_authorizer(
            ApiId=made,
            Name="jwt",
            AuthorizerType="JWT",
            IdentitySource=["$request.header.Authorization"],
            JwtConfiguration={"Issuer": issuer, "Audience": ["benchmark"]},
        )["AuthorizerId"]
        authorization = {"AuthorizationType": "JWT", "AuthorizerId": authorizer}
    api.http.create_route(ApiId=made, RouteKey="POST /", Target=f"integrations/{integration}", **authorization)
    api.http.create_stage(ApiId=made, StageName="$default", AutoDeploy=True)
    return api.url(made)


class Issuer:
    """An OpenID Connect issuer on loopback with one RSA key, made by openssl."""

    def __init__(self, work):
        self.key = work / "issuer.pem"
        subprocess.run(["openssl", "genrsa", "-out", self.key, "2048"], check=True, capture_output=True)
        text = subprocess.check_output(["openssl", "rsa", "-in", self.key, "-noout", "-modulus"], text=True)
        modulus = bytes.fromhex(text.strip().split("=")[1])
        jwks = {"keys": [{"kty": "RSA", "kid": "1", "alg": "RS256", "use": "sig", "n": _url64(modulus), "e": "AQAB"}]}

        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                discovery = {"issuer": issuer.url, "jwks_uri": issuer.url + "/keys"}
                page = json.dumps(jwks if self.path == "/keys" else discovery).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_):
                pass

        issuer = self
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()

    def headers(self):
        now = int(time.time())
        claims = {"iss": self.url, "aud": "benchmark", "sub": "ada", "iat": now, "exp": now + 3600, "scope": "read"}
        signed = _url64(b'{"alg":"RS256","kid":"1"}') + "." + _url64(json.dumps(claims).encode())
        signature = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", self.key], input=signed.encode(), check=True, capture_output=True
        ).stdout
        return {"Authorization": f"Bearer {signed}.{_url64(signature)}"}


def _url64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
