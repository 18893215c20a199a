"""Starts AWS's own runtime client with the module path that a function has on AWS.

Python runs this without its site module: packages of the host are none of the function's business.
Usage: bootstrap.py LAYERS, with LAMBDA_TASK_ROOT, _HANDLER and AWS_LAMBDA_RUNTIME_API set.
"""

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


def main():
    sys.path[:] = module_path(sys.argv[1])
    add_builtins()
    sys.argv[:] = [sys.argv[0], os.environ["_HANDLER"]]
    from awslambdaric import bootstrap
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    version = sys.version_info[:2]
    client = LambdaRuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"], version >= (3, 12))
    bootstrap.run(os.environ["_HANDLER"], persistent_polling(client) if version >= (3, 12) else client)


main()
