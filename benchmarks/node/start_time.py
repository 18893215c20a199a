"""From the start of the process to the first response, and the memory of an idle node."""

import shutil
import statistics
import time

import load
import machine
import processes

ROUNDS = 7


def measure(work):
    load.head("Start (ms, median) and idle memory", "without the AOT cache")
    port = processes.free_port()
    for kind, again in (("first start, new data folder", False), ("later start", True)):
        cached, plain = [], []
        for number in range(ROUNDS):
            cached.append(_start(work, port, again, ""))
            if number < 3:
                plain.append(_start(work, port, again, "-XX:AOTMode=off"))
        ours, other = statistics.median(cached), statistics.median(plain)
        load.row(f"packaged node, {kind}", f"{ours:.0f}", f"{other:.0f}", f"{ours / other:.2f}", "500")
    load.row("resident memory, idle (MB)", *_idle(work, port), "", "150")


def _start(work, port, again, options):
    data = work / "start"
    if not again:
        shutil.rmtree(data, ignore_errors=True)
    node = machine.Gatehouse(data, port, options)
    node.stop()
    return (node.answered - node.began) * 1000


def _idle(work, port):
    for options in ("", "-XX:AOTMode=off"):
        node = machine.Gatehouse(work / "start", port, options)
        time.sleep(10)
        yield f"{processes.resident_mb(node.pid):.0f}"
        node.stop()
