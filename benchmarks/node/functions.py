"""What functions cost that nobody calls."""

import concurrent.futures
import re
import subprocess
import time

import aws
import load
import machine
import processes

COUNT = 2_000


def measure(work):
    load.head(f"{COUNT:,} functions", "one function")
    node = machine.Gatehouse(work / "functions", processes.free_port())
    api = aws.Aws(node.port)
    worker = {"bootstrap": machine.build_worker(work)}
    arn = api.function("one", "provided.al2023", "bootstrap", worker)
    url = api.url(api.http_api(arn))
    load.warm_up(url, connections=8)
    alone = load.rate(url, 8)
    heap, resident = _heap(node), processes.resident_mb(node.pid)
    began = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: api.function("many", "provided.al2023", "bootstrap", worker, False), range(COUNT)))
    taken = time.perf_counter() - began
    time.sleep(2)
    each = (_heap(node) - heap) / COUNT
    load.row("live heap for each idle function", f"{each:.1f} KB", "", "", "20 KB")
    load.row("resident memory (MB)", f"{processes.resident_mb(node.pid):.0f}", f"{resident:.0f}")
    load.row("CreateFunction by 4 boto3 clients", f"{COUNT / taken:.0f}/s")
    load.rate(url, 8)
    among = load.rate(url, 8)
    load.row("calls of one, 8 connections", among, alone, f"{among.per_second / alone.per_second:.2f}", "0.9")
    node.stop()


def _heap(node):
    """Kilobytes in use after a full collection."""
    jcmd = [machine.JAVA_HOME / "bin/jcmd", str(node.pid)]
    subprocess.run([*jcmd, "GC.run"], check=True, capture_output=True)
    said = subprocess.run([*jcmd, "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    generations = re.findall(r"(?:heap|generation) .*?used (\d+)K", said)
    return sum(map(int, generations))
