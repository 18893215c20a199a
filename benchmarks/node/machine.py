"""The programs under test and their yardsticks."""

import os
import pathlib
import shutil
import subprocess
import time

import processes

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
DIST = ROOT / "platform/target/gatehouse"
JAVA_HOME = pathlib.Path(os.environ["JAVA_HOME"])


# What is measured is the node, not AWS's quota of an account, nor how few functions of 1,769 MB this machine's memory has
# room for: with fewer environments than callers, events wait for each other.
UNLIMITED = {"request-rate": "unlimited", "invocation-rate": "unlimited", "memory": "65536", "stream-rate": "unlimited"}


class Gatehouse:
    """A packaged node with a data folder. A setting that is None is left as the node has it."""

    def __init__(self, data, port, java_options="", settings=None, home=DIST):
        self.port = port
        self.began = time.perf_counter()
        self.process = processes.start(
            [str(home / "bin/gatehouse"), "up", "--port", str(port), "--data", str(data)]
            + [text for name, value in {**UNLIMITED, **(settings or {})}.items() if value for text in ("--set", f"{name}={value}")],
            f"{data}.log",
            env={**os.environ, "GATEHOUSE_JAVA_OPTIONS": java_options},
        )
        self.answered = processes.await_answer(self.process, port, "/_gatehouse/status")

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        processes.stop(self.process)


class BareLoop:
    """The yardstick for calls: see BareLoop.java."""

    def __init__(self, work, event="small"):
        self.client, self.runtime = processes.free_port(), processes.free_port()
        jars = ":".join(map(str, (DIST / "lib").glob("*.jar")))
        self.process = processes.start(
            [str(JAVA_HOME / "bin/java"), "-cp", jars, str(HERE / "BareLoop.java")]
            + [str(self.client), str(self.runtime), str(os.cpu_count()), event],
            work / "bare.log",
        )
        processes.await_port(self.client)
        processes.await_port(self.runtime)
        self.url = f"http://127.0.0.1:{self.client}/"
        self.workers = []

    def serve(self, work, command, environment, count):
        for _ in range(count):
            self.workers.append(
                processes.start(
                    command,
                    work / "worker.log",
                    env={**environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.runtime}"},
                )
            )
        time.sleep(1)

    def stop(self):
        for process in [*self.workers, self.process]:
            processes.stop(process, patience=2)


def build_worker(work):
    subprocess.run(["cc", "-O2", "-static", "-o", work / "bootstrap", HERE / "worker.c"], check=True)
    return work / "bootstrap"


def build_java(work):
    """The class files of a Java function, for the oldest Java that Lambda lists."""
    source = work / "Hello.java"
    source.write_text(
        "import java.util.Map;\n"
        "public class Hello {\n"
        "    public Map<String, Object> handle(Map<String, Object> event) {\n"
        '        return Map.of("statusCode", 200, "body", "ok");\n    }\n}\n'
    )
    subprocess.run(
        [JAVA_HOME / "bin/javac", "--release", "11", "-d", work, source],
        check=True,
        capture_output=True,
    )
    return {"Hello.class": work / "Hello.class"}


def client_command(runtime, data, task, handler):
    """How the node's own copy of a runtime client is started, without a node and a sandbox."""
    environment = {
        "PATH": os.environ["PATH"],
        "LAMBDA_TASK_ROOT": str(task),
        "_HANDLER": handler,
        "AWS_LAMBDA_FUNCTION_NAME": "bare",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/bare",
        "AWS_LAMBDA_LOG_STREAM_NAME": "bare",
        "AWS_REGION": "us-east-1",
        "LC_CTYPE": "C.UTF-8",
    }
    folder = {"python": "python", "nodejs": "nodejs-3", "java": "java", "provided": ""}
    language = runtime.rstrip(".0123456789x").removesuffix(".al")
    if language == "provided":
        return [str(task / "bootstrap")], environment
    client = _client(data, folder[language], runtime)
    if language == "python":
        program = shutil.which("python" + runtime.removeprefix("python"))
        program = subprocess.check_output(
            [program, "-c", "import sys; print(sys.executable)"], text=True
        ).strip()
        return [program, "-S", str(client / "bootstrap.py"), "/opt"], environment
    if language == "nodejs":
        return [shutil.which("node"), str(client / "bootstrap.mjs")], environment
    main = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
    flags = ["-Xmx1503m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]
    program = os.environ.get("BENCHMARK_JAVA", shutil.which("java"))
    return [program, *flags, "-cp", f"{client}/lib/*", main, handler], environment


def _client(data, prefix, runtime):
    name = runtime if prefix == "python" else prefix
    found = sorted((data / "runtimes").glob(f"{name}-*"))
    found = [each for each in found if prefix != "nodejs-3" or "sdk" not in each.name]
    if not found:
        raise RuntimeError(f"{data}/runtimes has no client for {runtime}")
    return found[0]
