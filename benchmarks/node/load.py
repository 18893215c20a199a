"""Load by wrk, and the table's rows."""

import http.client
import os
import re
import statistics
import subprocess
import time
from typing import NamedTuple

SECONDS = float(os.environ.get("SECONDS_EACH", "5"))


class Rate(NamedTuple):
    """Requests a second, median latency in microseconds, answers that were no success."""

    per_second: float
    p50: float
    bad: int

    def __str__(self):
        text = f"{self.per_second:,.0f}/s, p50 {_latency(self.p50)}"
        return text + (f" (**{self.bad} errors**)" if self.bad else "")


def rate(url, connections, headers=None, script=None, seconds=None):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds or SECONDS:.0f}s", "--latency"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", script]
    said = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    bad = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    for kind in re.findall(r"Socket errors: connect (\d+), read (\d+), write (\d+)", said):
        bad += sum(map(int, kind))
    return Rate(
        float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
        _median(said),
        bad,
    )


def _median(said):
    found = re.search(r"^\s+50%\s+(\S+)$", said, re.MULTILINE)
    return _microseconds(found[1]) if found else 0


def warm_up(*urls, connections=32):
    """Loads each until it gets no faster: compilers need their time, on a busy machine more."""
    for url in urls:
        before = 0.0
        for _ in range(8):
            now = rate(url, connections, seconds=4).per_second
            if now < before * 1.1:
                break
            before = now


def compare(what, ours, other, connections, script=None, budget=""):
    """Ours and the other in turns, a second each, for ``2 * SECONDS`` turns; prints the row.

    The row tells the median rate of each and the median of the turns' ratios: the two sides of a turn found the same machine.
    Each of ``ours`` and ``other`` is a URL, or a tuple of it, headers and perhaps a script of its own.
    """
    turns = [
        (_turn(ours, connections, script), _turn(other, connections, script)) for _ in range(max(1, round(2 * SECONDS)))
    ]
    ratio = statistics.median(mine.per_second / max(theirs.per_second, 1e-9) for mine, theirs in turns)
    row(
        f"{what}, {connections} connection{'s' if connections > 1 else ''}",
        _middle([mine for mine, _ in turns]),
        _middle([theirs for _, theirs in turns]),
        f"{ratio:.2f}",
        budget,
    )


def _turn(side, connections, script):
    url, headers, *own = side if isinstance(side, tuple) else (side, None)
    return rate(url, connections, headers, *(own or [script]), seconds=1)


def _middle(rates):
    """The median rate, with the errors of all."""
    middle = sorted(rates)[len(rates) // 2]
    return middle._replace(bad=sum(each.bad for each in rates))


def first_call(port, path, headers=None):
    """Milliseconds of one call, which must succeed."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} {body[:200]!r}")
    return (time.perf_counter() - began) * 1000


def row(what, ours, beside="", ratio="", budget=""):
    load = f"{os.getloadavg()[0]:.1f}"
    print(f"| {what} | {ours} | {beside} | {ratio} | {budget} | {load} |", flush=True)


def head(title, beside="beside it"):
    print(f"\n### {title}\n")
    print(f"| what | Gatehouse | {beside} | ratio | budget | load |")
    print("|---|---|---|---|---|---|", flush=True)


def _microseconds(text):
    known = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    return float(known[1]) * {"us": 1, "ms": 1e3, "s": 1e6, "m": 6e7}[known[2]] if known else 0


def _latency(microseconds):
    return f"{microseconds:.0f} µs" if microseconds < 1000 else f"{microseconds / 1000:.1f} ms"
