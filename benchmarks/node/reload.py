"""Hot reload: from the save of a file to the first response that has the change."""

import os
import re
import statistics
import time
import urllib.request

import load
import machine
import processes

ROUNDS = 20
CODE = {
    "app.py": "def handler(event, context):\n    return {{'statusCode': 200, 'body': '{0}'}}\n",
    "index.mjs": "export const handler = async () => ({{ statusCode: 200, body: '{0}' }});\n",
}


def measure(work):
    load.head("Hot reload, from a save to the response that has it (ms)", "a warm call")
    for name, code in CODE.items():
        app = work / f"reload-{name.replace('.', '-')}"
        app.mkdir(parents=True)
        (app / name).write_text(code.format("0"))
        follow(work, app, name, code)


def follow(work, app, name, code):
    port = processes.free_port()
    node = processes.start(
        [str(machine.DIST / "bin/gatehouse"), "up", "--watch", "-q", "--port", str(port), "--data", f"{app}-data", str(app)],
        f"{app}.log",
        env=os.environ,
    )
    processes.await_answer(node, port, "/_gatehouse/status")
    log = app.parent / f"{app.name}.log"
    while not (told := re.search(r"^ +Url +(https://\S+)", log.read_text(), re.MULTILINE)):
        time.sleep(0.2)
    url = told[1]
    host = url.split("/")[2].replace("on.aws", f"localhost:{port}")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": host})
    urllib.request.urlopen(request, timeout=120).read()  # fetches the client
    saved, warm = [], []
    for number in range(1, ROUNDS + 1):
        draft = app.parent / f"{name}.draft"
        draft.write_text(code.format(number))
        began = time.perf_counter()
        os.replace(draft, app / name)
        while urllib.request.urlopen(request, timeout=60).read() != b"%d" % number:
            pass
        saved.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        urllib.request.urlopen(request, timeout=60).read()
        warm.append((time.perf_counter() - began) * 1000)
        time.sleep(1)  # as quick as a developer; the pool is filled again
    processes.stop(node)
    mine, other = statistics.median(saved), statistics.median(warm)
    load.row(f"{name}, {ROUNDS} saves, slowest {max(saved):.0f}", f"{mine:.0f}", f"{other:.1f}", "", "100")
