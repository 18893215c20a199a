"""How long stacks take, and how much of a deployment by a tool is the node's."""

import http.client
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import threading
import time

import aws
import load
import machine
import processes

ROOT = machine.ROOT
TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: {Handler: app.handler, Runtime: python3.11, CodeUri: code, Events: {Get: {Type: HttpApi, Properties: {Path: /, Method: GET}}}}
"""
APP = """
const { App, Stack, aws_lambda: lambda } = require('aws-cdk-lib');
const stack = new Stack(new App(), 'BenchmarkCdk');
const hello = new lambda.Function(stack, 'Hello', {
  runtime: lambda.Runtime.PYTHON_3_11, handler: 'app.handler', code: lambda.Code.fromAsset('code') });
hello.addFunctionUrl();
"""


def measure(work):
    load.head("Stacks", "MiniStack")
    node = machine.Gatehouse(work / "stacks", processes.free_port())
    _two_hundred(aws.Aws(node.port), work)
    with Timed(node.port) as timed:
        _sam(work / "sam", timed)
        _cdk(work / "cdk", timed)
    node.stop()


def _two_hundred(api, work):
    ours, theirs = _times(api), _ministack(work)
    for name, own, other in zip(("created", "updated without a change", "deleted"), ours, theirs):
        load.row(f"stack of 200 resources, {name}", own, other)


def _ministack(work):
    program = os.environ.get("MINISTACK", "")
    if not pathlib.Path(program).is_file():
        return ["not installed (MINISTACK)"] * 3
    port = processes.free_port()
    environment = {**os.environ, "GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "LAMBDA_EXECUTOR": "local"}
    process = processes.start([program], work / "ministack.log", cwd=work, env=environment)
    processes.await_answer(process, port)
    try:
        return _times(aws.Aws(port))
    except Exception as problem:  # a peer that fails is a result too
        return [f"failed: {str(problem)[:80]}"] * 3
    finally:
        processes.stop(process)


def _times(api):
    """How long a stack of four kinds of resources takes a client that asks again without a pause; the second one of two."""
    stacks = api.client("cloudformation")
    resources = {}
    for number in range(50):
        resources[f"Group{number}"] = {"Type": "AWS::Logs::LogGroup"}
        resources[f"Parameter{number}"] = {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Type": "String", "Value": {"Ref": f"Group{number}"}},
        }
        resources[f"Bucket{number}"] = {"Type": "AWS::S3::Bucket"}
        resources[f"User{number}"] = {"Type": "AWS::IAM::User"}
    template = json.dumps({"Resources": resources})

    def settle(stack, wanted):
        while True:
            status = stacks.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
            if not status.endswith("_IN_PROGRESS"):
                assert status == wanted, status
                return

    def create():
        made = stacks.create_stack(StackName="large", TemplateBody=template, Capabilities=["CAPABILITY_IAM"])
        settle(made["StackId"], "CREATE_COMPLETE")
        return made["StackId"]

    def unchanged():
        try:
            stacks.update_stack(StackName="large", TemplateBody=template, Capabilities=["CAPABILITY_IAM"])
            settle("large", "UPDATE_COMPLETE")
        except stacks.exceptions.ClientError as rejection:
            assert "No updates" in str(rejection), rejection

    def delete(stack):
        stacks.delete_stack(StackName="large")
        settle(stack, "DELETE_COMPLETE")

    for _ in range(2):
        began = time.perf_counter()
        stack = create()
        created = time.perf_counter()
        unchanged()
        updated = time.perf_counter()
        delete(stack)
        deleted = time.perf_counter()
    return [f"{taken * 1000:.0f} ms" for taken in (created - began, updated - created, deleted - updated)]


class Timed:
    """A port before the node's that adds up how long the node takes to respond."""

    def __init__(self, port):
        outer = self

        class Forward(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                connection = http.client.HTTPConnection("127.0.0.1", port)
                began = time.perf_counter()
                connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    connection.putheader(name, value)
                connection.endheaders(body)
                response = connection.getresponse()
                content = response.read()
                outer.add(time.perf_counter() - began)
                self.send_response_only(response.status)
                for name, value in response.getheaders():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = forward

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forward)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        self.lock = threading.Lock()
        self.reset()

    def reset(self):
        self.seconds, self.requests = 0.0, 0

    def add(self, seconds):
        with self.lock:
            self.seconds += seconds
            self.requests += 1

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()

    def run(self, name, command, folder):
        """A row of one command: the node's share, beside the whole."""
        environment = {
            **os.environ,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": aws.KEYS.access_key,
            "AWS_SECRET_ACCESS_KEY": aws.KEYS.secret_key,
            "AWS_REGION": aws.REGION,
            "AWS_DEFAULT_REGION": aws.REGION,
            "SAM_CLI_TELEMETRY": "0",
            "CDK_DISABLE_VERSION_CHECK": "1",
        }
        self.reset()
        began = time.perf_counter()
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        taken = time.perf_counter() - began
        assert done.returncode == 0, done.stdout + done.stderr
        load.row(f"{name}: the node's share, {self.requests} requests", f"{self.seconds:.2f} s", f"of {taken:.1f} s", budget="1 s")


def _code(folder):
    (folder / "code").mkdir(parents=True)
    (folder / "code/app.py").write_text(aws.SOURCES["python"]["app.py"])


def _sam(folder, timed):
    if not shutil.which("sam"):
        load.row("sam deploy", "not installed (sam)")
        return
    _code(folder)
    (folder / "template.yaml").write_text(TEMPLATE)
    for name in ("sam deploy of hello, the first", "sam deploy, a change"):
        timed.run(name, ["sam", "deploy", "--stack-name", "hello", "--resolve-s3", "--capabilities", "CAPABILITY_IAM"], folder)
        (folder / "code/app.py").write_text(aws.SOURCES["python"]["app.py"] + "# changed\n")


def _cdk(folder, timed):
    program = shutil.which("cdk")
    if not program:
        load.row("cdk deploy", "not installed (cdk)")
        return
    _code(folder)
    (folder / "node_modules").symlink_to(pathlib.Path(program).resolve().parents[2])
    (folder / "app.js").write_text(APP)
    (folder / "cdk.json").write_text('{"app": "node app.js"}')
    timed.run("cdk bootstrap", ["cdk", "bootstrap", "--no-color"], folder)
    for name in ("cdk deploy of hello, the first", "cdk deploy, a change"):
        timed.run(name, ["cdk", "deploy", "--no-color", "--require-approval", "never"], folder)
        (folder / "code/app.py").write_text(aws.SOURCES["python"]["app.py"] + "# changed\n")
