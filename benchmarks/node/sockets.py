"""What connections of WebSocket APIs cost: to make, to keep, to talk on and to be told something."""

import base64
import os
import re
import resource
import select
import socket
import statistics
import subprocess
import threading
import time

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

import aws
import load
import machine
import processes

COUNT = int(os.environ.get("COUNT", "10000"))
CALLS = 2000
ROUNDS = 8
SENDERS = 4
IDLE_SECONDS = 10
MESSAGE = b"hello"
ECHO = "def handler(event, context):\n    return {'statusCode': 200, 'body': event.get('body') or 'x'}\n"


def measure(work):
    load.head("WebSocket APIs", "HTTP API")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    count = min(COUNT, most - 1000)
    settings = {"connection-rate": "1000000000", "connections": str(count + 1000)}
    node = machine.Gatehouse(work / "sockets", processes.free_port(), settings=settings)
    api = aws.Aws(node.port)
    function = api.function("echo", "python3.11", "app.handler", {"app.py": ECHO})
    mock, proxied = _mock(api.http), _proxied(api, function)
    _heap(node)
    for _ in range(2000):  # until the compilers have seen connections come and go
        _connect(node.port, mock).close()
    _round_trips(node, api, function, mock, proxied)
    _many(node, api, mock, count)
    node.stop()


def _round_trips(node, api, function, mock, proxied):
    with _connect(node.port, mock) as connection:
        load.row("a message through a MOCK and back (µs)", f"{_talk(connection):.0f}")
    url = api.url(api.http_api(function))
    with _connect(node.port, proxied) as connection:
        # The first rounds warm up; what else is at work only adds to the others.
        rounds = [(_talk(connection), _call(node.port, url)) for _ in range(ROUNDS)]
    ours, beside = (min(times) for times in zip(*rounds))
    load.row(
        "a message through a Python function and back (µs)", f"{ours:.0f}", f"{beside:.0f}", f"{beside / ours:.2f}"
    )


def _many(node, api, mock, count):
    before, spent, begun = _heap(node), processes.cpu_seconds(node.pid), time.perf_counter()
    idle = [_connect(node.port, mock) for _ in range(count)]
    seconds = time.perf_counter() - begun
    each = (processes.cpu_seconds(node.pid) - spent) * 1e6 / count
    load.row(f"connects, one client, {count:,} in all", f"{count / seconds:,.0f}/s, {each:.0f} µs of CPU")
    load.row("heap for each idle connection (KB)", f"{(_heap(node) - before) / count / 1024:.1f}", "", "", "12")
    load.row("resident memory with them (MB)", f"{processes.resident_mb(node.pid):.0f}")
    spent = processes.cpu_seconds(node.pid)
    time.sleep(IDLE_SECONDS)
    load.row(
        "CPU of the node while they are idle (ms a second)",
        f"{(processes.cpu_seconds(node.pid) - spent) * 1000 / IDLE_SECONDS:.1f}",
    )
    ids = [_ask(each).decode() for each in idle]
    _broadcast(node, api, mock, idle, ids)
    for each in idle:
        each.close()


def _broadcast(node, api, mock, sockets, ids):
    """Each gets a message by a POST of its own, signed beforehand: what is measured is the node, not Python's signing."""
    requests = [_signed(api, node.port, mock, each) for each in ids]
    spent, begun = processes.cpu_seconds(node.pid), time.perf_counter()
    senders = [
        threading.Thread(target=_send, args=(node.port, requests[number::SENDERS])) for number in range(SENDERS)
    ]
    for each in senders:
        each.start()
    _receive(sockets)
    seconds = time.perf_counter() - begun
    for each in senders:
        each.join()
    cpu = (processes.cpu_seconds(node.pid) - spent) * 1e6 / len(ids)
    load.row(
        f"a message to each by PostToConnection, {SENDERS} senders", f"{len(ids) / seconds:,.0f}/s, {cpu:.0f} µs of CPU"
    )


def _signed(api, port, mock, connection):
    url = f"http://127.0.0.1:{port}/_aws/execute-api/{mock}/s/@connections/{connection.replace('=', '%3D')}"
    request = AWSRequest("POST", url, data=MESSAGE)
    SigV4Auth(aws.KEYS, "execute-api", aws.REGION).add_auth(request)
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    path = url.removeprefix(f"http://127.0.0.1:{port}")
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(MESSAGE)}\r\n{head}\r\n".encode() + MESSAGE


def _send(port, requests):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        answers = connection.makefile("rb")
        for request in requests:
            connection.sendall(request)
            status, length = answers.readline(), 0
            if b" 200 " not in status:
                raise RuntimeError(status)
            while (line := answers.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answers.read(length)


def _receive(sockets):
    waiting = select.epoll()
    for each in sockets:
        waiting.register(each.fileno(), select.EPOLLIN)
    known = {each.fileno(): each for each in sockets}
    deadline = time.time() + 300
    while known:
        if time.time() > deadline:
            raise RuntimeError(f"{len(known)} got no message")
        for number, _ in waiting.poll(1):
            if known.pop(number).recv(256)[2:] != MESSAGE:
                raise RuntimeError("another message")
            waiting.unregister(number)


def _talk(connection):
    """Microseconds from a message to its response, the median."""
    times = []
    for _ in range(CALLS):
        begun = time.perf_counter()
        _ask(connection)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e6


def _ask(connection):
    connection.sendall(b"\x81\x81\0\0\0\0x")
    return connection.recv(256)[2:]


def _call(port, url):
    """Microseconds of a call of an HTTP API on one connection, the median."""
    path = "/" + url.split("/", 3)[3]
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    times = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for _ in range(CALLS):
            begun = time.perf_counter()
            connection.sendall(request)
            response = connection.recv(4096)
            while not response.endswith(b"\r\n\r\nx"):
                more = connection.recv(4096)
                if not more or not response.startswith(b"HTTP/1.1 200"):
                    raise RuntimeError(response)
                response += more
            times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e6


def _connect(port, api):
    connection = socket.create_connection(("127.0.0.1", port))
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET /_aws/execute-api/{api}/s HTTP/1.1\r\nHost: node\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(4096)
    if b" 101 " not in head.split(b"\r\n")[0]:
        raise RuntimeError(head)
    return connection


def _mock(gateway):
    """An API that tells a client its connection's id."""
    api = _api(gateway)
    mock = gateway.create_integration(
        ApiId=api, IntegrationType="MOCK", RequestTemplates={"$default": '{"statusCode":200}'}
    )["IntegrationId"]
    gateway.create_integration_response(
        ApiId=api,
        IntegrationId=mock,
        IntegrationResponseKey="$default",
        ResponseTemplates={"$default": "$context.connectionId"},
    )
    return _answered(gateway, api, mock)


def _proxied(api, function):
    """An API whose messages a function echoes."""
    made = _api(api.http)
    api.functions.add_permission(
        FunctionName=function, StatementId="sockets", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    integration = api.http.create_integration(
        ApiId=made,
        IntegrationType="AWS_PROXY",
        IntegrationUri=f"arn:aws:apigateway:{aws.REGION}:lambda:path/2015-03-31/functions/{function}/invocations",
    )["IntegrationId"]
    return _answered(api.http, made, integration)


def _api(gateway):
    return gateway.create_api(
        Name="benchmark", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]


def _answered(gateway, api, integration):
    route = gateway.create_route(
        ApiId=api,
        RouteKey="$default",
        Target=f"integrations/{integration}",
        RouteResponseSelectionExpression="$default",
    )["RouteId"]
    gateway.create_route_response(ApiId=api, RouteId=route, RouteResponseKey="$default")
    gateway.create_stage(ApiId=api, StageName="s", AutoDeploy=True)
    return api


def _heap(node):
    """Live bytes of the node's heap, of all generations, whatever the collector."""
    jcmd = str(machine.JAVA_HOME / "bin/jcmd")
    for _ in range(2):
        subprocess.run([jcmd, str(node.pid), "GC.run"], capture_output=True, check=True)
    told = subprocess.run([jcmd, str(node.pid), "GC.heap_info"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in told.splitlines() if "Metaspace" not in line and "class space" not in line]
    return 1024 * sum(int(used) for line in lines for used in re.findall(r"used (\d+)K", line))
