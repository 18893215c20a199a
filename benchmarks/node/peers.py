"""The same two functions behind an HTTP API in Gatehouse and in the emulators people run today.

Needs serverless-offline installed in the folder SERVERLESS_OFFLINE (npm install osls serverless-offline) and
MiniStack's program in MINISTACK (pip install ministack); what is not there is left out, and said.
"""

import os
import pathlib
import time
from typing import NamedTuple

import aws
import hot_path
import load
import machine
import processes

SERVERLESS = """
service: hello
provider: {{ name: aws, runtime: nodejs20.x }}
plugins: [serverless-offline]
custom:
  serverless-offline:
    {{ host: 127.0.0.1, httpPort: {port}, lambdaPort: {port2}, websocketPort: {port3}, noPrependStageInUrl: true }}
functions:
  node: {{ handler: index.handler, events: [{{ httpApi: 'GET /node' }}] }}
  python: {{ handler: app.handler, runtime: python3.11, events: [{{ httpApi: 'GET /python' }}] }}
"""


class Target(NamedTuple):
    """Where a function is called."""

    port: int
    path: str
    headers: dict

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.path}"


def measure(work):
    print("\n### Beside serverless-offline and MiniStack, HTTP API and a hello function\n")
    print("| server | start | idle MB | function | first call | 1 connection | 32 connections | MB after | load |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for server in (_gatehouse, _serverless_offline, _ministack):
        server(work)


def _gatehouse(work):
    data = work / "peer-data"
    # The runtimes' clients come from a registry, once in a data folder's life: not measured.
    node = machine.Gatehouse(data, processes.free_port())
    for name in hot_path.CLIENTS:
        target = _gatehouse_target(node, name)
        load.first_call(target.port, target.path)
    node.stop()
    node = machine.Gatehouse(data, processes.free_port())
    time.sleep(5)
    start = (node.answered - node.began) * 1000
    _rows("Gatehouse", node.process, start, lambda name: _gatehouse_target(node, name))
    node.stop()


def _gatehouse_target(node, name):
    return _behind_api(aws.Aws(node.port), name, lambda api: (f"/_aws/execute-api/{api}/", {}))


def _behind_api(api, name, place):
    runtime, handler = hot_path.CLIENTS[name]
    arn = api.function(f"peer-{name}", runtime, handler, aws.SOURCES[name])
    path, headers = place(api.http_api(arn))
    return Target(api.port, path, headers)


def _serverless_offline(work):
    modules = pathlib.Path(os.environ.get("SERVERLESS_OFFLINE", "-")) / "node_modules"
    if not modules.is_dir():
        print("| serverless-offline | not installed (SERVERLESS_OFFLINE) | | | | | | | |")
        return
    app = work / "serverless"
    app.mkdir()
    (app / "node_modules").symlink_to(modules)
    (app / "package.json").write_text('{"name": "hello", "private": true}')
    for files in aws.SOURCES.values():
        for name, text in files.items():
            (app / name).write_text(text)
    port, port2, port3 = (processes.free_port() for _ in range(3))
    (app / "serverless.yml").write_text(SERVERLESS.format(port=port, port2=port2, port3=port3))
    began = time.perf_counter()
    process = processes.start(
        [str(modules / ".bin/osls"), "offline"],
        work / "serverless.log",
        cwd=app,
        env={**os.environ, "SLS_TELEMETRY_DISABLED": "1", "SLS_NOTIFICATIONS_MODE": "off"},
    )
    answered = processes.await_answer(process, port, "/nothing")
    _rows("serverless-offline", process, (answered - began) * 1000, lambda name: Target(port, f"/{name}", {}))
    processes.stop(process)


def _ministack(work):
    program = os.environ.get("MINISTACK", "")
    if not pathlib.Path(program).is_file():
        print("| MiniStack | not installed (MINISTACK) | | | | | | | |")
        return
    port = processes.free_port()
    began = time.perf_counter()
    process = processes.start(
        [program],
        work / "ministack.log",
        cwd=work,
        env={**os.environ, "GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "LAMBDA_EXECUTOR": "local"},
    )
    answered = processes.await_answer(process, port)
    api = aws.Aws(port)

    def place(api_id):
        return "/", {"Host": f"{api_id}.execute-api.localhost:{port}"}

    start = (answered - began) * 1000
    _rows("MiniStack", process, start, lambda name: _behind_api(api, name, place))
    processes.stop(process)


def _rows(server, process, start, target_of):
    idle = processes.tree_mb(process.pid)
    for name in hot_path.CLIENTS:
        try:
            target = target_of(name)
            first = load.first_call(target.port, target.path, target.headers)
            for _ in range(2):
                load.rate(target.url, 32, target.headers)
            one, many = (load.rate(target.url, each, target.headers) for each in (1, 32))
        except Exception as problem:  # a peer that fails is a result too
            print(f"| {server} | {start:.0f} ms | {idle:.0f} | {name} | failed: {problem} | | | | |")
            continue
        print(
            f"| {server} | {start:.0f} ms | {idle:.0f} | {name} | {first:.0f} ms | {one} | {many}"
            f" | {processes.tree_mb(process.pid):.0f} | {os.getloadavg()[0]:.1f} |",
            flush=True,
        )
