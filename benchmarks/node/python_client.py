"""What a call costs a Python function's process: our transport of events beside the native part of AWS's client.

Both run the whole of AWS's client before the same trivial Runtime API, in turns; what counts is the time that the
processor spent on the function's process, which other work on the machine hardly changes.

Usage: python_client.py OWN OFFICIAL [PYTHON], the folders of the two clients (below DATA/runtime-clients of a node that
ran with --set python-client=own, and of one with official).
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading

CALLS = int(os.environ.get("CALLS", "20000"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
EVENT = b'{"key1": "value1", "key2": "value2", "key3": "value3"}'
NEXT = (
    b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
    b"Lambda-Runtime-Deadline-Ms: 1542409706888\r\n"
    b"Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:hello\r\n"
    b"Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(EVENT)
) + EVENT
TAKEN = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
HANDLER = "def handler(event, context):\n    return {'hello': event['key1']}\n"


def serve(listener, calls):
    """Answers until a connection asks for one event more than there are."""
    listener.settimeout(20)
    connection, _ = listener.accept()
    connection.settimeout(20)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    received = b""
    left = calls
    while True:
        end = received.find(b"\r\n\r\n")
        if end < 0:
            more = connection.recv(65536)
            if not more:
                return
            received += more
            continue
        head = received[:end].lower()
        received = received[end + 4 :]
        if head.startswith(b"get"):
            if left == 0:
                return
            left -= 1
            connection.sendall(NEXT)
            continue
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        while len(received) < length:
            received += connection.recv(65536)
        received = received[length:]
        connection.sendall(TAKEN)


def spent(client, python, calls):
    """Seconds of the processor for a function's process that takes so many events."""
    with tempfile.TemporaryDirectory() as task, socket.create_server(("127.0.0.1", 0)) as listener:
        with open(os.path.join(task, "app.py"), "w") as file:
            file.write(HANDLER)
        version = subprocess.check_output(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], text=True
        ).strip()
        function = subprocess.Popen(
            [python, "-S", os.path.join(client, "bootstrap.py"), "/opt"],
            cwd=task,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={
                "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % listener.getsockname()[1],
                "AWS_EXECUTION_ENV": "AWS_Lambda_python" + version,
                "LAMBDA_TASK_ROOT": task,
                "PYTHONPATH": client,
                "_HANDLER": "app.handler",
            },
        )
        server = threading.Thread(target=serve, args=(listener, calls))
        server.start()
        server.join()
        function.kill()
        _, _, usage = os.wait4(function.pid, 0)
        function.returncode = 0
        return usage.ru_utime + usage.ru_stime


def main():
    clients = {"own": os.path.abspath(sys.argv[1]), "official": os.path.abspath(sys.argv[2])}
    python = sys.argv[3] if len(sys.argv) > 3 else "python3.11"
    each = {name: [] for name in clients}
    for _ in range(ROUNDS):
        for name, client in clients.items():
            # What a start costs is not what a call costs.
            whole = spent(client, python, CALLS) - spent(client, python, 1)
            each[name].append(whole / (CALLS - 1) * 1e6)
    for name, times in each.items():
        print("%-8s %6.0f µs of CPU a call [%.0f]" % (name, statistics.median(times), min(times)))
    print("official / own: %.2f" % (statistics.median(each["official"]) / statistics.median(each["own"])))


main()
