"""Runs the benchmarks that were asked for. Started by benchmarks/run, which says how."""

import contextlib
import os
import pathlib
import platform
import signal
import subprocess
import sys
import tempfile
import traceback

import builds
import cold_start
import control_plane
import features
import functions
import hot_path
import imports
import machine
import peers
import processes
import reload
import sockets
import stacks
import start_time
import streaming


def main(names):
    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as folder:
        work = pathlib.Path(folder)
        data = work / "data"
        on_node = {
            "mock": lambda node: hot_path.mock(node),
            "native": lambda node: hot_path.native(node, work),
            "http-proxy": lambda node: hot_path.http_proxy(node, work),
            "features": lambda node: features.measure(node, work),
            "streaming": lambda node: streaming.measure(node, work),
            "clients": lambda node: hot_path.clients(node, work, data),
            "cold-start": lambda node: cold_start.measure(node, work, data),
            "imports": lambda node: imports.measure(node, work / "imports"),
        }
        alone = {
            "start": lambda: start_time.measure(work),
            "reload": lambda: reload.measure(work / "reload"),
            "seldom": lambda: cold_start.seldom(work),
            "builds": lambda: builds.measure(work),
            "peers": lambda: peers.measure(work),
            "control-plane": lambda: control_plane.measure(work),
            "stacks": lambda: stacks.measure(work),
            "functions": lambda: functions.measure(work),
            "websocket": lambda: sockets.measure(work),
            "routes": routes,
            "feature-cost": feature_cost,
        }
        known = [*on_node, *alone]
        unknown = [name for name in names if name not in known]
        if unknown:
            sys.exit(f"unknown benchmark: {unknown[0]}; known: {' '.join(known)}")
        names = names or known
        _machine()
        wanted = [name for name in on_node if name in names]
        if wanted:
            settings = {"integration.allow": "127.0.0.1:*", "memory": "65536"}  # room for 16 of 1,769 MB
            node = machine.Gatehouse(data, processes.free_port(), settings=settings)
            for name in wanted:
                _attempt(name, lambda name=name: on_node[name](node))
            node.stop()
        for name in [name for name in alone if name in names]:
            _attempt(name, alone[name])


def routes():
    """The gateway's own benchmark: its plans in one process, with one route and with 10,000."""
    print("\n### Data plane in process (benchmarks/gateway/run)\n", flush=True)
    subprocess.run([machine.ROOT / "benchmarks/gateway/run", "3"], check=True)


def feature_cost():
    """What each feature costs the event loop, before a function in the same process."""
    print("\n### Features of the gateway in process (benchmarks/gateway/features)\n", flush=True)
    subprocess.run([machine.ROOT / "benchmarks/gateway/features"], check=True)


def _attempt(name, benchmark):
    """One benchmark that cannot run does not take the others with it."""
    try:
        benchmark()
    except FileNotFoundError as missing:
        print(f"\n{name}: {missing.filename} is not there: not measured", flush=True)
    except Exception:
        print(f"\n{name} failed:", flush=True)
        traceback.print_exc(file=sys.stdout)


def _machine():
    cpu = "unknown"
    with contextlib.suppress(OSError, IndexError):
        cpu = pathlib.Path("/proc/cpuinfo").read_text().split("model name")[1].split("\n")[0].strip("\t: ")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, Linux {platform.release()},"
        f" Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start;"
        f" the load generator shares the machine"
    )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
    try:
        main(sys.argv[1:])
    finally:
        processes.stop_all()
