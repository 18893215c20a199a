"""This build beside an earlier one, in turns: what got slower or larger shows here."""

import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import time

import aws
import cold_start
import hot_path
import load
import machine
import processes

STARTS = 7
IDLE_SECONDS = 15


def measure(work):
    earlier = os.environ.get("EARLIER")
    if not earlier:
        print("\nbuilds: EARLIER=DIR names the folder of an earlier packaged node (platform/target/gatehouse): not measured")
        return
    load.head("This build and an earlier one", "the earlier build")
    homes = [machine.DIST, pathlib.Path(earlier)]
    # A start-up cache older than a jar is not used; what was copied may be.
    os.utime(homes[1] / "gatehouse.aot")
    _starts(work, homes)
    with contextlib.ExitStack() as stack:
        nodes = [_node(stack, home, work / f"builds-{number}") for number, home in enumerate(homes)]
        _calls(work, [aws.Aws(node.port) for node in nodes])
        _cold(work, nodes)


def _node(stack, home, data):
    node = machine.Gatehouse(data, processes.free_port(), settings=_settings(home), home=home)
    stack.callback(node.stop)
    return node


def _settings(home):
    """Of what benchmarks set, the settings that a build knows."""
    listed = subprocess.run([home / "bin/gatehouse", "up", "--list-settings"], capture_output=True, text=True).stdout
    known = {line.split()[0] for line in listed.splitlines() if line.strip()}
    wanted = {**machine.UNLIMITED, "integration.allow": "127.0.0.1:*"}
    return {name: value if name in known else None for name, value in wanted.items()}


def _starts(work, homes):
    taken, memory = ([], []), []
    for _ in range(STARTS):
        for number, home in enumerate(homes):
            shutil.rmtree(work / "start", ignore_errors=True)
            with contextlib.ExitStack() as stack:
                node = _node(stack, home, work / "start")
                taken[number].append((node.answered - node.began) * 1000)
    for number, home in enumerate(homes):
        with contextlib.ExitStack() as stack:
            node = _node(stack, home, work / f"idle-{number}")
            time.sleep(IDLE_SECONDS)
            memory.append((processes.resident_mb(node.pid), processes.private_mb(node.pid)))
    _row("start (ms)", *map(statistics.median, taken))
    _row("resident memory, idle (MB)", memory[0][0], memory[1][0])
    _row("of it the process's own, changed pages (MB)", memory[0][1], memory[1][1])


def _calls(work, both):
    worker = machine.build_worker(work)
    urls = {"MOCK of a REST API": [api.mock() for api in both]}
    for name, runtime, handler, files in [
        ("native worker, HTTP API", "provided.al2023", "bootstrap", {"bootstrap": worker}),
        ("Python function, HTTP API", "python3.11", "app.handler", aws.SOURCES["python"]),
        ("Node.js function, HTTP API", "nodejs20.x", "index.handler", aws.SOURCES["node"]),
    ]:
        urls[name] = [api.url(api.http_api(api.function("builds", runtime, handler, files))) for api in both]
    with hot_path.nginx(work) as (backend, _):
        urls["HTTP_PROXY of an HTTP API"] = [api.url(api.http_api(backend)) for api in both]
        for name, (ours, theirs) in urls.items():
            load.warm_up(ours, theirs, connections=16)
            for connections in (1, 16):
                load.compare(name, ours, theirs, connections)


def _cold(work, nodes):
    apis = [aws.Aws(node.port) for node in nodes]
    for runtime, (source, handler) in cold_start.RUNTIMES.items():
        task = work / f"cold-{source}"
        task.mkdir()
        files = cold_start.files(source, task)
        functions = [api.function(f"cold-{source}", runtime, handler, files) for api in apis]
        paths = [api.url(api.http_api(arn)).removeprefix(api.endpoint) for api, arn in zip(apis, functions)]
        for node, path in zip(nodes, paths):
            load.first_call(node.port, path)  # fetches the client, the first time
        taken = ([], [])
        for turn in range(cold_start.ROUNDS):
            for number, node in enumerate(nodes):
                taken[number].append(
                    cold_start.first_event(apis[number], node, functions[number], paths[number], {"ROUND": str(turn)})
                )
        _row(f"first event of a new environment, {runtime} (ms)", *map(statistics.median, taken))


def _row(what, ours, theirs):
    load.row(what, f"{ours:.0f}", f"{theirs:.0f}", f"{ours / theirs:.2f}")
