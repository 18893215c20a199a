"""Responses that stream: the first byte, and megabytes a second, beside nginx before the same backend."""

import http.client
import statistics
import time

import aws
import load
import processes

MEGABYTES = 256
CALLS = 300
CHUNK = 1 << 18

# The backend sends files as they are; the proxy hands on what has come, as an integration that streams does.
NGINX = """
daemon off; worker_processes 1; pid {work}/streaming.pid; error_log {work}/streaming.err;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on;
  client_body_temp_path {work}/sb; proxy_temp_path {work}/sp; fastcgi_temp_path {work}/sf;
  uwsgi_temp_path {work}/su; scgi_temp_path {work}/ss;
  upstream backend {{ server 127.0.0.1:{backend}; keepalive 8; }}
  server {{ listen 127.0.0.1:{backend}; root {work}/files; }}
  server {{ listen 127.0.0.1:{proxy}; location / {{
    proxy_buffering off; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://backend; }} }}
}}
"""
FUNCTION = """exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  const out = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { 'Content-Type': 'text/plain' } });
  const part = Buffer.alloc(65536, 'x'), parts = Number(event.queryStringParameters.kb) / 64;
  for (let i = 0; i < parts; i++) if (!out.write(part)) await new Promise((go) => out.once('drain', go));
  out.end();
});
"""


def measure(node, work):
    load.head("Responses that stream, one connection", "nginx as reverse proxy, same backend")
    backend, proxy = processes.free_port(), processes.free_port()
    (work / "files").mkdir()
    work.chmod(0o755)  # nginx reads as a user of its own
    (work / "files/small").write_bytes(b"x" * 1024)
    (work / "files/large").write_bytes(b"x" * (MEGABYTES << 20))
    configuration = work / "streaming.conf"
    configuration.write_text(NGINX.format(work=work, backend=backend, proxy=proxy))
    try:
        nginx = processes.start(["nginx", "-c", str(configuration)], work / "streaming.log")
    except FileNotFoundError:
        print("nginx is not installed: not measured")
        return
    processes.await_port(proxy)
    api = aws.Aws(node.port)
    ours = api.url(_http(api, backend), "/live").removeprefix(api.endpoint)
    for _ in range(2):
        small, beside = _first_byte(node.port, ours + "/small"), _first_byte(proxy, "/small")
    load.row("HTTP_PROXY, STREAM: the first byte (µs)", f"{small:.0f}", f"{beside:.0f}", f"{beside / small:.2f}")
    for _ in range(2):
        (rate, cpu), (other, _) = _rate(node, node.port, ours + "/large"), _rate(node, proxy, "/large")
    load.row("HTTP_PROXY, STREAM", f"{rate:,.0f} MB/s, {cpu:.2f} ms of CPU each", f"{other:,.0f} MB/s", f"{rate / other:.2f}")
    processes.stop(nginx)
    _function(node, api)


def _function(node, api):
    """A function's stream: Lambda's own limit on AWS is 2 MB/s beyond the first 6 MB, which the node does not hold it to."""
    arn = api.function("stream", "nodejs20.x", "index.handler", {"index.js": FUNCTION})
    api.functions.add_permission(
        FunctionName=arn, StatementId="stream", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    uri = f"arn:aws:apigateway:{aws.REGION}:lambda:path/2021-11-15/functions/{arn}/response-streaming-invocations"
    path = api.url(_rest(api, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri), "/live/x").removeprefix(api.endpoint)
    for _ in range(2):
        first = _first_byte(node.port, path + "?kb=64")
    load.row("a Node.js function, STREAM: the first byte (µs)", f"{first:.0f}")
    rate, cpu = _rate(node, node.port, path + f"?kb={MEGABYTES // 4 * 1024}")
    load.row("a Node.js function, STREAM", f"{rate:,.0f} MB/s, {cpu:.2f} ms of CPU each")


def _http(api, backend):
    return _rest(
        api,
        type="HTTP_PROXY",
        integrationHttpMethod="GET",
        uri=f"http://127.0.0.1:{backend}/{{proxy}}",
        requestParameters={"integration.request.path.proxy": "method.request.path.proxy"},
    )


def _rest(api, **integration):
    made = api.rest.create_rest_api(name="streaming")["id"]
    root = api.rest.get_resources(restApiId=made)["items"][0]["id"]
    resource = api.rest.create_resource(restApiId=made, parentId=root, pathPart="{proxy+}")["id"]
    method = {"restApiId": made, "resourceId": resource, "httpMethod": "GET"}
    api.rest.put_method(
        **method, authorizationType="NONE", requestParameters={"method.request.path.proxy": True}
    )
    api.rest.put_integration(**method, responseTransferMode="STREAM", **integration)
    api.rest.create_deployment(restApiId=made, stageName="live")
    return made


def _first_byte(port, path):
    """Microseconds from a request to the first byte of its response's body, the median."""
    times, connection = [], http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(CALLS):
        begun = time.perf_counter()
        response = _get(connection, path)
        response.read(1)
        times.append(time.perf_counter() - begun)
        response.read()
    connection.close()
    return statistics.median(times) * 1e6


def _rate(node, port, path):
    """Megabytes a second, and the node's milliseconds of CPU for each megabyte."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    spent, begun, size, buffer = processes.cpu_seconds(node.pid), time.perf_counter(), 0, bytearray(CHUNK)
    response = _get(connection, path)
    while more := response.readinto(buffer):
        size += more
    seconds, megabytes = time.perf_counter() - begun, size / 2**20
    connection.close()
    return megabytes / seconds, (processes.cpu_seconds(node.pid) - spent) * 1000 / megabytes


def _get(connection, path):
    connection.request("GET", path)
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"{response.status} {response.read()[:200]}")
    return response
