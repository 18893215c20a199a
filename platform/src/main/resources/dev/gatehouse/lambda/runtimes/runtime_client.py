"""Stands in for the native part of AWS's Python runtime client, and does what it does on less time.

It speaks HTTP/1.1 on one connection. A result is held back until the poll for the next event, which
follows at once, and leaves together with it: one system call, and one wake-up of the other side. A
long result goes out at once and waits for its answer, since that may be a rejection. What goes
wrong is told in the native part's words, on standard output and by its exceptions.
"""

import _socket
import os
import time

# Python runs signal handlers while this waits for an event, which the native part holds up.
runs_signal_handlers = True

_API = "/2018-06-01/runtime/invocation/"
_LONG = 32 * 1024
_CHUNK = 64 * 1024

_REQUEST_ID = "Lambda-Runtime-Aws-Request-Id"
_DEADLINE = "Lambda-Runtime-Deadline-Ms"
_HEADERS = (
    _REQUEST_ID,
    "Lambda-Runtime-Trace-Id",
    "Lambda-Runtime-Invoked-Function-Arn",
    _DEADLINE,
    "Lambda-Runtime-Client-Context",
    "Content-Type",
    "Lambda-Runtime-Cognito-Identity",
    "Lambda-Runtime-Aws-Tenant-Id",
    "Lambda-Runtime-Invocation-Id",
)
_NONE = dict.fromkeys(_HEADERS)
_NAMES = {spelt: name for name in _HEADERS for spelt in (name.encode(), name.lower().encode())}

_agent = ""
_head = ""
_poll = b""
_socket_to_api = None
_received = b""
# What has not left yet, and of what: a result or an error of the handler.
_held = b""
_held_what = ""


def initialize_client(user_agent):
    global _agent
    _agent = user_agent


def get_specialisation():
    """Waits, ahead of any function, to be told whose runtime this is: what the response says."""
    host = os.environ["AWS_LAMBDA_RUNTIME_API"]
    request = "GET /gatehouse/specialisation HTTP/1.1\r\nHost: %s\r\n\r\n" % host
    _send("get function", "Failed to get function", request.encode())
    return _answer()[2]


def next():
    """Waits for an event: its payload, and what its headers say."""
    global _held
    what, result, _held = _held_what, _held, b""
    _send("get next invocation", "Failed to get next", result + (_poll or _prepared()))
    if result:
        _expect_taken(what)
    try:
        status, headers, body = _answer()
    except OSError:
        _lost("get next invocation", "Failed to get next")
    if status != 200:
        _rejected("get next invocation", "Failed to get next", status)
    return body, headers


def post_invocation_result(invoke_id, payload, content_type, invocation_id=None):
    extra = "" if invocation_id is None else "lambda-runtime-invocation-id: %s\r\n" % invocation_id
    _post("response", invoke_id, payload, "content-type: %s\r\n%s" % (content_type, extra))


def post_error(invoke_id, payload, xray_fault, invocation_id=None):
    extra = "content-type: application/json\r\n"
    if xray_fault:
        cause = " ".join(xray_fault.splitlines())
        extra += "lambda-runtime-function-xray-error-cause: %s\r\n" % cause
    if invocation_id is not None:
        extra += "lambda-runtime-invocation-id: %s\r\n" % invocation_id
    _post("error", invoke_id, payload.encode(), extra)


def _post(what, invoke_id, payload, extra):
    global _held, _held_what
    path = "POST %s%s/%s" % (_API, invoke_id, what)
    if not _poll:
        _prepared()
    head = "%s%s%scontent-length: %d\r\n\r\n" % (path, _head, extra, len(payload))
    if len(payload) > _LONG:
        _send(*_words(what), head.encode())
        _send(*_words(what), payload)
        _expect_taken(what)
    else:
        _held = head.encode() + payload
        _held_what = what


def _words(what):
    if what == "error":
        return "post handler failure response", "Failed to post invocation error"
    return "post handler success response", "Failed to post invocation response"


def _expect_taken(what):
    try:
        status = _answer()[0]
    except OSError:
        _lost(*_words(what))
    if not 200 <= status < 300:
        _rejected(*_words(what), status)


def _prepared():
    """The address is that of the moment: a process may begin before it belongs to a function."""
    global _head, _poll
    address = os.environ["AWS_LAMBDA_RUNTIME_API"]
    _head = " HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\n" % (address, _agent)
    _poll = ("GET %snext%s\r\n" % (_API, _head)).encode()
    return _poll


def _send(doing, failed, data):
    global _socket_to_api
    try:
        if _socket_to_api is None:
            host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].rsplit(":", 1)
            _socket_to_api = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
            _socket_to_api.connect((host, int(port)))
            _socket_to_api.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        _socket_to_api.sendall(data)
    except OSError:
        _lost(doing, failed)


def _answer():
    """One response: its status, its headers, its body."""
    global _received
    data, _received = _received, b""
    end = data.find(b"\r\n\r\n")
    while end < 0:
        data += _more()
        end = data.find(b"\r\n\r\n")
    lines = data[:end].split(b"\r\n")
    headers = _NONE.copy()
    length = 0
    for line in lines[1:]:
        name, _, value = line.partition(b":")
        known = _NAMES.get(name) or _NAMES.get(name.lower())
        if known is not None:
            headers[known] = value.strip().decode("utf-8", "replace") or None
        elif name.lower() == b"content-length":
            length = int(value)
    try:
        headers[_DEADLINE] = int(headers[_DEADLINE] or 0)
        status = int(lines[0][9:12])
    except ValueError:
        raise OSError("no response of the Runtime API") from None
    return status, headers, _body(data, end + 4, length)


def _body(data, start, length):
    global _received
    end = start + length
    if len(data) >= end:
        _received = data[end:]
        return data[start:end]
    body = bytearray(length)
    view = memoryview(body)
    count = len(data) - start
    view[:count] = data[start:]
    while count < length:
        more = _socket_to_api.recv_into(view[count:])
        if not more:
            raise OSError("the Runtime API closed the connection")
        count += more
    return bytes(body)


def _more():
    data = _socket_to_api.recv(_CHUNK)
    if not data:
        raise OSError("the Runtime API closed the connection")
    return data


def _lost(doing, failed):
    _tell("Failed to %s. No Response from endpoint" % doing)
    _close()
    raise RuntimeError(failed) from None


def _rejected(doing, failed, status):
    _tell("Failed to %s. Http response code: %d. " % (doing, status))
    _close()
    raise RuntimeError(failed)


def _tell(message):
    line = "[ERROR] [%d] LAMBDA_RUNTIME %s\n" % (time.time() * 1000, message)
    os.write(1, line.encode())


def _close():
    global _socket_to_api, _received, _held
    if _socket_to_api is not None:
        _socket_to_api.close()
    _socket_to_api, _received, _held = None, b"", b""
