"""Starts AWS's own runtime client with the module path that a function has on AWS.

Python runs this without its site module: packages of the host are none of the function's business.
Usage: bootstrap.py LAYERS [warm [MODULE...]], with LAMBDA_TASK_ROOT, _HANDLER and
AWS_LAMBDA_RUNTIME_API set. A warm one loads the client, and modules that its function will import,
and then waits for the first two.
"""

import importlib
import os
import sys


def module_path(layers):
    runtime = os.path.dirname(os.path.abspath(__file__))
    version = "python%d.%d" % sys.version_info[:2]
    own = [
        os.environ["LAMBDA_TASK_ROOT"],
        os.path.join(layers, "python", "lib", version, "site-packages"),
        os.path.join(layers, "python"),
    ]
    # sys.path[0] is this file's folder: it goes last, so that packages of the function win.
    return own + sys.path[1:] + [runtime]


def add_builtins():
    """What the site module would have added: exit, quit, copyright, help."""
    import site

    site.setquit()
    site.setcopyright()
    site.sethelper()


def persistent_polling(client):
    """Polls for events on one thread that stays.

    The client makes a new thread pool for each event, which costs more than all its other work.
    The main thread still waits outside native code, so that signal handlers run.
    """
    from concurrent.futures import ThreadPoolExecutor, wait

    threads = ThreadPoolExecutor(max_workers=1)

    class Polling:
        def __init__(self, max_workers):
            self.pending = []

        def __enter__(self):
            return self

        def submit(self, task):
            future = threads.submit(task)
            self.pending.append(future)
            return future

        def __exit__(self, *_):
            wait(self.pending)

    client.ThreadPoolExecutor = Polling
    return client


def runs_signal_handlers():
    """Whether signals are handled while the transport waits for an event."""
    import runtime_client

    return getattr(runtime_client, "runs_signal_handlers", False)


def await_function():
    """Waits, with the client already loaded, to be told whose runtime this is.

    The response has the function's environment variables.
    """
    import json
    import time
    import runtime_client

    # The transport of ours asks on the connection that events will come by.
    ask = getattr(runtime_client, "get_specialisation", None) or specialisation_apart
    os.environ.update(json.loads(ask()))
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])
    time.tzset()


def specialisation_apart():
    """Asks on a connection of its own."""
    import socket

    host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].rsplit(":", 1)
    request = "GET /gatehouse/specialisation HTTP/1.1\r\nHost: %s\r\n\r\n" % host
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(request.encode())
        with connection.makefile("rb") as answer:
            length = 0
            for line in iter(answer.readline, b"\r\n"):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            return answer.read(length)


def load(names):
    """Imports modules of the runtime; returns the names of all that came with them.

    What this interpreter cannot import its function hears of when it tries.
    """
    before = set(sys.modules)
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            pass
    return set(sys.modules) - before


def unload_if_shadowed(loaded):
    """A function that brings one of the modules itself finds none of them loaded."""
    names = {name.partition(".")[0] for name in loaded}
    for folder in filter(os.path.isdir, sys.path[:3]):
        if any(entry.partition(".")[0] in names for entry in os.listdir(folder)):
            for name in loaded:
                del sys.modules[name]
            return


def main():
    layers, warm = sys.argv[1], len(sys.argv) > 2
    from awslambdaric import bootstrap
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    add_builtins()
    loaded = load(sys.argv[3:])
    if warm:
        await_function()
    sys.path[:] = module_path(layers)
    if loaded:
        unload_if_shadowed(loaded)
    sys.argv[:] = [sys.argv[0], os.environ["_HANDLER"]]
    address = os.environ["AWS_LAMBDA_RUNTIME_API"]
    if "app_root" in bootstrap.run.__code__.co_varnames:
        # The client of Python 3.8, the last for it.
        bootstrap.run(os.environ["LAMBDA_TASK_ROOT"], os.environ["_HANDLER"], address)
    elif sys.version_info >= (3, 12) and not runs_signal_handlers():
        bootstrap.run(os.environ["_HANDLER"], persistent_polling(LambdaRuntimeClient(address, True)))
    else:
        bootstrap.run(os.environ["_HANDLER"], LambdaRuntimeClient(address))


main()
