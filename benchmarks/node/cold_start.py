"""The first event of a new environment, beside the bare client from its start to its first response."""

import http.client
import socket
import statistics
import subprocess
import time

import aws
import load
import machine
import processes

RUNTIMES = {
    "python3.11": ("python", "app.handler"),
    "nodejs20.x": ("node", "index.handler"),
    "java17": ("java", "Hello::handle"),
    "provided.al2023": ("worker", "bootstrap"),
}
ROUNDS = 9


def measure(node, work, data):
    load.head("Cold start (ms, median)", "bare client")
    api = aws.Aws(node.port)
    for runtime, (source, handler) in RUNTIMES.items():
        task = work / f"cold-{source}"
        task.mkdir()
        sources = files(source, task)
        arn = api.function(f"cold-{source}", runtime, handler, sources)
        path = api.url(api.http_api(arn)).removeprefix(api.endpoint)
        load.first_call(node.port, path)  # fetches the client, the first time
        command, environment = machine.client_command(runtime, data, task, handler)
        taken = {"plain": [], "warm pool": [], "bare": []}
        for number in range(ROUNDS):
            taken["bare"].append(bare(command, environment, task))
            # A variable that the interpreter reads at its start rules the warm pool out.
            taken["plain"].append(first_event(api, node, arn, path, {"TZ_ROUND": str(number)}))
            taken["warm pool"].append(first_event(api, node, arn, path, {"ROUND": str(number)}))
        beside = statistics.median(taken["bare"])
        pools = {"plain": "1.3", "warm pool": "0.3"}
        if source in ("java", "worker"):
            del pools["warm pool"]
        for kind, budget in pools.items():
            ours = statistics.median(taken[kind])
            load.row(f"{runtime}, {kind}", f"{ours:.0f}", f"{beside:.0f}", f"{ours / beside:.2f}", budget)
    sdk(node, work, data)


SDK = {"app.py": "import boto3\n" + aws.SOURCES["python"]["app.py"]}
GAP_SECONDS = 0.3
CALLS = 40


def sdk(node, work, data):
    """The same for a Python function that imports boto3."""
    api = aws.Aws(node.port)
    task = work / "cold-sdk"
    task.mkdir()
    (task / "app.py").write_text(SDK["app.py"])
    arn = api.function("cold-sdk", "python3.11", "app.handler", SDK)
    path = api.url(api.http_api(arn)).removeprefix(api.endpoint)
    load.first_call(node.port, path)
    command, environment = machine.client_command("python3.11", data, task, "app.handler")
    ours, beside = [], []
    for number in range(ROUNDS):
        beside.append(bare(command, environment, task))
        ours.append(first_event(api, node, arn, path, {"ROUND": str(number)}))
    ours, beside = statistics.median(ours), statistics.median(beside)
    load.row("python3.11 with boto3, warm pool", f"{ours:.0f}", f"{beside:.0f}", f"{ours / beside:.2f}", "0.3")


def seldom(work):
    """Calls that come one by one to a fresh node, beside the same calls in a row once it is warm."""
    load.head("Calls 0.3 s apart on a fresh node (ms, median of 40)", "in a row, 2,000 calls later")
    node = machine.Gatehouse(work / "seldom", processes.free_port())
    api = aws.Aws(node.port)
    arn = api.function("seldom", "python3.11", "app.handler", aws.SOURCES["python"])
    path = api.url(api.http_api(arn)).removeprefix(api.endpoint)
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=300)
    _calls(connection, path, 1, 0)
    apart = statistics.median(_calls(connection, path, CALLS, GAP_SECONDS))
    _calls(connection, path, 2_000, 0)
    row = statistics.median(_calls(connection, path, 500, 0))
    load.row("HTTP API and a Python function", f"{apart:.1f}", f"{row:.1f}", f"{apart / row:.1f}", "1.5 ms")
    node.stop()


def _calls(connection, path, count, gap):
    """Milliseconds of each of some calls by one connection."""
    taken = []
    for _ in range(count):
        time.sleep(gap)
        began = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def files(source, task):
    """What a function of a runtime is made of, also in its folder."""
    found = {
        "java": lambda: machine.build_java(task),
        "worker": lambda: {"bootstrap": machine.build_worker(task)},
    }.get(source, lambda: aws.SOURCES[source])()
    for name, text in found.items():
        if isinstance(text, str):
            (task / name).write_text(text)
    return found


def first_event(api, node, arn, path, variables):
    """Milliseconds of the first event of a function whose variables have changed."""
    api.functions.update_function_configuration(
        FunctionName=arn, Environment={"Variables": variables}
    )
    while api.functions.get_function_configuration(FunctionName=arn)["LastUpdateStatus"] != "Successful":
        time.sleep(0.05)
    time.sleep(1.5)  # the old environment ends, the pool is filled again
    return load.first_call(node.port, path)


EVENT = b'{"version":"2.0","rawPath":"/","requestContext":{"http":{"method":"GET"}}}'
NEXT = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 1\r\n"
    b"Lambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Invoked-Function-Arn: "
    b"arn:aws:lambda:us-east-1:000000000000:function:bare\r\nContent-Length: %d\r\n\r\n%s"
    % (len(EVENT), EVENT)
)


def bare(command, environment, task):
    """Milliseconds from a client's start to its first response, without node and sandbox."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=task,
            env={**environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            listener.settimeout(60)
            while True:
                connection, _ = listener.accept()
                with connection:
                    if _answered(connection):
                        return (time.perf_counter() - began) * 1000
        finally:
            process.kill()
            process.wait()


def _answered(connection):
    """Serves a client's requests; true once the response to the event is there."""
    connection.settimeout(60)
    text = b""
    while True:
        while b"\r\n\r\n" not in text:
            more = connection.recv(65536)
            if not more:
                return False
            text += more
        head, _, text = text.partition(b"\r\n\r\n")
        if head.startswith(b"GET"):
            connection.sendall(NEXT)
        elif b"/response" in head.split(b"\r\n")[0]:
            return True
        else:
            raise RuntimeError(head)
