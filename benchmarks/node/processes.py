"""Processes of a benchmark: started, awaited, measured and ended."""

import http.client
import os
import pathlib
import signal
import socket
import subprocess
import time

_started = []


def start(command, log, **settings):
    """Starts a program in a process group of its own, its output in a file."""
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **settings
        )
    process.log = log
    _started.append(process)
    return process


def stop(process, patience=10):
    """Asks a program to end, and ends it and what it started when it does not."""
    if process in _started:
        _started.remove(process)
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def stop_all():
    for process in reversed(_started[:]):
        stop(process)


def await_answer(process, port, path="/", seconds=60, any_status=True):
    """Waits until a server answers; returns when it did, by time.perf_counter."""
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path)
            status = connection.getresponse().status
            connection.close()
            if any_status or status == 200:
                return time.perf_counter()
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.002)
    text = pathlib.Path(process.log).read_text(errors="replace")[-2000:]
    raise RuntimeError(f"{process.args[0]} does not answer on {port}:\n{text}")


def await_port(port, seconds=60):
    deadline = time.perf_counter() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.perf_counter() > deadline:
                raise
            time.sleep(0.05)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resident_mb(pid):
    """Resident memory of one process."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def private_mb(pid):
    """Of its resident memory what it has changed, and so cannot be dropped or shared."""
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.split("Private_Dirty:")[1].split()[0]) / 1024


def cpu_seconds(pid):
    """Processor time of one process."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tree_mb(pid):
    """Resident memory of a process and everything below it, shared pages counted once."""
    total = 0
    for each in [pid, *_descendants(pid)]:
        try:
            rollup = pathlib.Path(f"/proc/{each}/smaps_rollup").read_text()
            total += int(rollup.split("\nPss:")[1].split()[0])
        except (OSError, IndexError):
            continue
    return total / 1024


def _descendants(pid):
    children = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found
