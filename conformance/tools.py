"""Rows of docs/tools.md from what the suites print.

Usage: tools.py TOOL VERSION ABOUT LOG SECONDS RESULTS   keeps one tool's row
       tools.py RESULTS PAGE TOOL...                     writes the page, in that order; a tool without a result keeps its row
"""

import json
import re
import sys
from datetime import date
from pathlib import Path

HEAD = """# Tools that deploy to a node, unmodified

What `conformance/tools` last found: it installs each tool, runs its suite of `conformance/` against one node, and writes this page.
Nothing here is written by hand. How each tool is pointed at a node is on [the page about deploying](deploy.md).

| tool | version | what | steps | result |
|---|---|---|---|---|
"""


def steps(log):
    return re.findall(r"^  (ok|FAILED) +(.*)$", Path(log).read_text(), re.MULTILINE)


def keep(tool, version, about, log, seconds, results):
    found = steps(log)
    failed = next((name for outcome, name in found if outcome == "FAILED"), None)
    names = []
    for _, name in found:
        step = name.removeprefix(tool + " ").split(" (changed=")[0]
        if step not in names:
            names.append(step)
    number = re.search(r"\d+(\.\d+)+", version)
    row = {
        "tool": tool,
        "version": number.group() if number else "",
        "what": about,
        "steps": ", ".join(names),
        "result": f"failed: {failed}" if failed else f"ok, {len(found)} steps" if found else "failed: no step ran",
        "day": date.today().isoformat(),
        "seconds": int(seconds),
    }
    Path(results, tool + ".json").write_text(json.dumps(row))


def page(results, path, *tools):
    text = HEAD
    for tool in tools:
        row = Path(results, tool + ".json")
        text += line(json.loads(row.read_text())) if row.exists() else known(path, tool)
    Path(path).write_text(text)


def line(row):
    return "| {tool} | {version} | {what} | {steps} | {result} ({day}) |\n".format(**row)


def known(path, tool):
    """What the page says of a tool that was not run again: the row has its day."""
    page = Path(path).read_text() if Path(path).exists() else ""
    found = re.search(rf"^\| {re.escape(tool)} \|.*\n", page, re.MULTILINE)
    return found.group() if found else ""


if len(sys.argv) == 7 and sys.argv[4].endswith(".log"):
    keep(*sys.argv[1:])
else:
    page(*sys.argv[1:])
