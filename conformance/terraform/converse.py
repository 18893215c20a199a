"""Connects to WebSocket APIs, says something, and looks for a text in what comes back.

Usage: converse.py ENDPOINT, with {path: {"send": ..., "text": ..., "key": ...}} as JSON on the standard input.
"""

import base64
import json
import os
import sys
from socket import create_connection
from urllib.parse import urlsplit


def converse(host, port, path, message, key_of_client):
    with create_connection((host, port), timeout=20) as connection:
        key = base64.b64encode(os.urandom(16)).decode()
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"x-api-key: {key_of_client}\r\n\r\n".encode()
        )
        stream = connection.makefile("rb")
        status = stream.readline().decode()
        while stream.readline().strip():
            pass
        if " 101 " not in status:
            return status
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(message.encode()))
        connection.sendall(bytes([0x81, 0x80 | len(masked)]) + mask + masked)
        _, length = stream.read(2)
        if length == 126:
            length = int.from_bytes(stream.read(2), "big")
        return stream.read(length).decode()


node = urlsplit(sys.argv[1])
for path, call in json.load(sys.stdin).items():
    response = converse(node.hostname, node.port, f"/_aws/execute-api/{path}", call["send"], call["key"])
    print(f"{path}: {response}")
    if call["text"] not in response:
        sys.exit(f"no {call['text']!r} there")
