"""Calls of warm functions: ours beside the least that a server in front of the same worker does."""

import contextlib

import aws
import load
import machine
import processes

CLIENTS = {"python": ("python3.11", "app.handler"), "node": ("nodejs20.x", "index.handler")}


def native(node, work):
    load.head("HTTP API and a native worker", "bare Vert.x loop")
    worker = machine.build_worker(work)
    api = aws.Aws(node.port)
    arn = api.function("worker", "provided.al2023", "bootstrap", {"bootstrap": worker})
    url = api.url(api.http_api(arn))
    bare = machine.BareLoop(work)
    bare.serve(work, [str(worker)], {}, 16)
    load.warm_up(url, bare.url, connections=16)
    load.compare("native worker", url, bare.url, 1)
    load.compare("native worker", url, bare.url, 16)
    bare.stop()
    _direct(api, arn, url, work)


def _direct(api, arn, through, work):
    url, headers = api.signed_invoke(arn, b"{}")
    script = work / "invoke.lua"
    script.write_text('wrk.method = "POST"\nwrk.body = "{}"\n')
    load.rate(url, 16, headers, script, 3)
    load.head("Invoke, signed", "the same function through an HTTP API")
    for connections in (1, 16):
        load.compare(
            "Lambda Invoke API, signed", (url, headers, script), through, connections, budget="0.7"
        )


def clients(node, work, data):
    load.head("HTTP API and a real runtime", "the runtime's official client on the bare loop")
    api = aws.Aws(node.port)
    for name, (runtime, handler) in CLIENTS.items():
        task = work / name
        task.mkdir()
        for file, text in aws.SOURCES[name].items():
            (task / file).write_text(text)
        arn = api.function(name, runtime, handler, aws.SOURCES[name])
        url = api.url(api.http_api(arn))
        load.first_call(node.port, url.removeprefix(api.endpoint))  # fetches the client
        command, environment = machine.client_command(runtime, data, task, handler)
        bare = machine.BareLoop(work, "whole")
        bare.serve(work, command, environment, 8)
        load.warm_up(url, bare.url, connections=8)
        load.compare(f"{runtime} function", url, bare.url, 1)
        load.compare(f"{runtime} function", url, bare.url, 8)
        bare.stop()


def mock(node):
    load.head("Without a function", "")
    url = aws.Aws(node.port).mock()
    load.warm_up(url)
    best = max(load.rate(url, 32) for _ in range(2))
    load.row("REST API, MOCK, 32 connections", best, "", "", "25,000/s")


NGINX = """
daemon off; worker_processes 2; pid {work}/nginx.pid; error_log {work}/nginx.err;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000000;
  client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
  uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  upstream backend {{ server 127.0.0.1:{backend}; keepalive 64; keepalive_requests 100000000; }}
  server {{ listen 127.0.0.1:{backend} reuseport; location / {{ return 200 "ok"; }} }}
  server {{ listen 127.0.0.1:{proxy} reuseport; location / {{
    proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://backend; }} }}
}}
"""


@contextlib.contextmanager
def nginx(work):
    """The URLs of a backend and of nginx as its reverse proxy."""
    backend, proxy = processes.free_port(), processes.free_port()
    configuration = work / "nginx.conf"
    configuration.write_text(NGINX.format(work=work, backend=backend, proxy=proxy))
    server = processes.start(["nginx", "-c", str(configuration)], work / "nginx.log")
    try:
        processes.await_port(proxy)
        yield f"http://127.0.0.1:{backend}/", f"http://127.0.0.1:{proxy}/"
    finally:
        processes.stop(server)


def http_proxy(node, work):
    load.head("HTTP_PROXY", "nginx as reverse proxy, same backend")
    api = aws.Aws(node.port)
    with nginx(work) as (backend, peer):
        url = api.url(api.http_api(backend))
        load.warm_up(url, peer)
        for connections in (1, 32):
            load.compare("HTTP API, HTTP_PROXY", url, peer, connections)
