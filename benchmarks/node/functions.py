"""What functions cost that nobody calls."""

import concurrent.futures
import os
import re
import subprocess
import time

import aws
import control_plane
import load
import machine
import processes

COUNT = int(os.environ.get("COUNT", "2000"))
CLIENTS = 4


def measure(work):
    load.head(f"{COUNT:,} functions", "one function")
    data, port = work / "functions", processes.free_port()
    node = machine.Gatehouse(data, port)
    start = (node.answered - node.began) * 1000
    api = aws.Aws(port)
    arn = api.function("one", "provided.al2023", "bootstrap", {"bootstrap": machine.build_worker(work)})
    url = api.url(api.http_api(arn))
    load.warm_up(url, connections=8)
    alone, cost_alone = _calls(node, url)
    few = control_plane.active_times(api)
    heap, resident = _heap(node), processes.resident_mb(node.pid)
    per_second = _create_many(api)
    time.sleep(2)
    each = (_heap(node) - heap) / COUNT
    load.row("live heap for each idle function", f"{each:.1f} KB", "", "", "20 KB")
    load.row("resident memory (MB)", f"{processes.resident_mb(node.pid):.0f}", f"{resident:.0f}")
    load.row(f"CreateFunction by {CLIENTS} boto3 clients", f"{per_second:.0f}/s")
    load.row("CreateFunction to Active, one client", ", ".join(control_plane.active_times(api)), ", ".join(few), "", "100 ms")
    load.warm_up(url, connections=8)
    among, cost_among = _calls(node, url)
    load.row("calls of one, 8 connections", among, alone, f"{among.per_second / alone.per_second:.2f}", "0.9")
    load.row(
        "the node's CPU for each of them (µs)", f"{cost_among:.0f}", f"{cost_alone:.0f}", f"{cost_alone / cost_among:.2f}"
    )
    node.stop()
    node = machine.Gatehouse(data, port)
    load.row("later start, to the first response (ms)", f"{(node.answered - node.began) * 1000:.0f}", f"{start:.0f}")
    node.stop()


def _calls(node, url):
    """The rate of calls, and the node's own time for each: the steadier figure on a busy machine."""
    before = processes.cpu_seconds(node.pid)
    rate = load.rate(url, 8)
    spent = processes.cpu_seconds(node.pid) - before
    return rate, spent * 1e6 / (rate.per_second * load.SECONDS)


def _create_many(api):
    """Functions a second; each has a package of its own, as a rule small."""

    def create(number):
        files = {"bootstrap": f"#!/bin/sh\nexit 1 # {number}\n"}
        api.function("many", "provided.al2023", "bootstrap", files, wait=False)

    began = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(create, range(COUNT)))
    return COUNT / (time.perf_counter() - began)


def _heap(node):
    """Kilobytes in use after a full collection."""
    jcmd = [machine.JAVA_HOME / "bin/jcmd", str(node.pid)]
    subprocess.run([*jcmd, "GC.run"], check=True, capture_output=True)
    said = subprocess.run([*jcmd, "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    generations = re.findall(r"(?:heap|generation) .*?used (\d+)K", said)
    return sum(map(int, generations))
