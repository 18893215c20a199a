"""What connections of a WebSocket API cost: heap of an idle one, a message's round trip, messages to clients.

Usage: websocket.py ENDPOINT PID [CONNECTIONS], of a node that runs on this machine and of its process. Needs boto3 and jcmd; the
node and this shell need twice as many open files (ulimit -n) as there are connections.
"""

import base64
import os
import re
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import boto3

endpoint, pid = sys.argv[1].rstrip("/"), sys.argv[2]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
node = urlsplit(endpoint)
account = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}
# Below the rate at which an account may make connections.
RATE = 450


def make(gateway):
    """An API that tells a client its connection's id."""
    api = gateway.create_api(
        Name="benchmark", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    mock = gateway.create_integration(
        ApiId=api, IntegrationType="MOCK", RequestTemplates={"$default": '{"statusCode":200}'}
    )["IntegrationId"]
    gateway.create_integration_response(
        ApiId=api,
        IntegrationId=mock,
        IntegrationResponseKey="$default",
        ResponseTemplates={"$default": "$context.connectionId"},
    )
    route = gateway.create_route(
        ApiId=api,
        RouteKey="$default",
        Target="integrations/" + mock,
        RouteResponseSelectionExpression="$default",
    )["RouteId"]
    gateway.create_route_response(ApiId=api, RouteId=route, RouteResponseKey="$default")
    gateway.create_stage(ApiId=api, StageName="s", AutoDeploy=True)
    return api


def heap():
    for _ in range(2):
        subprocess.run(["jcmd", pid, "GC.run"], capture_output=True, check=True)
    told = subprocess.run(["jcmd", pid, "GC.heap_info"], capture_output=True, text=True, check=True)
    # Of all generations, whatever the collector.
    lines = [line for line in told.stdout.splitlines() if "Metaspace" not in line and "class space" not in line]
    return 1024 * sum(int(used) for line in lines for used in re.findall(r"used (\d+)K", line))


def connect(api):
    connection = socket.create_connection((node.hostname, node.port))
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET /_aws/execute-api/{api}/s HTTP/1.1\r\nHost: node\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(4096)
    assert b" 101 " in head.split(b"\r\n")[0], head
    return connection


def converse(connection):
    connection.sendall(b"\x81\x81\0\0\0\0x")
    return connection.recv(256)[2:].decode()


gateway = boto3.client("apigatewayv2", endpoint_url=endpoint, **account)
api = make(gateway)
busy = [connect(api) for _ in range(50)]
ids = [converse(each) for each in busy]

before, begun, idle = heap(), time.time(), []
while len(idle) < count:
    idle.append(connect(api))
    time.sleep(max(0, len(idle) / RATE - (time.time() - begun)))
print(f"{count} idle connections: {(heap() - before) / count:.0f} bytes of heap each")

begun = time.time()
for _ in range(2000):
    converse(busy[0])
print(f"round trip through a MOCK: {1e6 * (time.time() - begun) / 2000:.0f} us")

callback = boto3.client("apigatewaymanagementapi", endpoint_url=f"{endpoint}/_aws/execute-api/{api}/s", **account)
begun = time.time()
for i in range(500):
    callback.post_to_connection(ConnectionId=ids[i % len(ids)], Data=b"hello")
print(f"boto3's PostToConnection, one after the other: {500 / (time.time() - begun):.0f}/s")
gateway.delete_api(ApiId=api)
