"""A node of this checkout that is started, killed and started again on one data folder."""

import os
import pathlib
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import boto3
from botocore.config import Config

PATIENCE_SECONDS = 600
HERE = pathlib.Path(__file__).resolve().parent
NODE = shlex.split(os.environ.get("GATEHOUSE", str(HERE / "../../gatehouse")))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Node:
    def __init__(self, data):
        self.port = free_port()
        self.log = open(os.path.join(data, "log"), "a")
        command = NODE + ["up", "--port", str(self.port), "--data", os.path.join(data, "node")]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, start_new_session=True)
        end = time.monotonic() + PATIENCE_SECONDS
        while not self.is_up():
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit("the node does not start: " + open(self.log.name).read()[-2000:])
            time.sleep(0.2)

    def is_up(self):
        try:
            with urllib.request.urlopen("http://127.0.0.1:%d/_gatehouse/status" % self.port) as response:
                return response.status == 200
        except OSError:
            return False

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url="http://127.0.0.1:%d" % self.port,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(
                retries={"max_attempts": 1},
                max_pool_connections=8,
                read_timeout=30,
                s3={"addressing_style": "path"},
            ),
        )

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()
