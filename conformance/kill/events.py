"""Accepted events against kill -9. Every round starts a node on the same data folder, sends events
until a random part of them is accepted, and kills it. A last node runs what is left."""

import io
import json
import random
import sys
import tempfile
import threading
import time
import zipfile

from node import Node

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
EVENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
SENDERS = 8
PATIENCE_SECONDS = 600
# An object is there for good once it was acknowledged; lines of a log are not: a node that is killed may take with it
# what it had not written yet.
CODE = """import boto3
s3 = boto3.client("s3")
def handler(event, context):
    s3.put_object(Bucket="events", Key=event["id"])
"""
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
ALLOW = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::events/*"}],
}


def make_function(node):
    role = node.client("iam").create_role(RoleName="events", AssumeRolePolicyDocument=json.dumps(TRUST))
    node.client("iam").put_role_policy(RoleName="events", PolicyName="put", PolicyDocument=json.dumps(ALLOW))
    node.client("s3").create_bucket(Bucket="events")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("app.py", CODE)
    functions = node.client("lambda")
    functions.create_function(
        FunctionName="events",
        Runtime="python3.%d" % sys.version_info.minor,
        Handler="app.handler",
        Role=role["Role"]["Arn"],
        Code={"ZipFile": archive.getvalue()},
        MemorySize=512,
        Timeout=30,
    )
    functions.get_waiter("function_active_v2").wait(FunctionName="events")
    functions.put_function_concurrency(FunctionName="events", ReservedConcurrentExecutions=4)


def send_and_kill(node, number):
    """Returns the ids of the events that were answered with 202."""
    accepted = []
    enough = random.randint(EVENTS // 10, EVENTS)
    reached = threading.Event()
    functions = node.client("lambda")

    def send(sender):
        for n in range(sender, EVENTS, SENDERS):
            event = "%d-%d" % (number, n)
            try:
                functions.invoke(FunctionName="events", InvocationType="Event", Payload=json.dumps({"id": event}))
            except Exception:
                return
            accepted.append(event)
            if len(accepted) >= enough:
                reached.set()
        reached.set()

    threads = [threading.Thread(target=send, args=(sender,)) for sender in range(SENDERS)]
    for thread in threads:
        thread.start()
    reached.wait(PATIENCE_SECONDS)
    node.kill()
    for thread in threads:
        thread.join()
    return accepted


def ran(node):
    """The ids of the events that have left an object."""
    pages = node.client("s3").get_paginator("list_objects_v2").paginate(Bucket="events")
    return {found["Key"] for page in pages for found in page.get("Contents", [])}


def count_lost(node, accepted):
    end = time.monotonic() + PATIENCE_SECONDS
    lost = set(accepted)
    while lost and time.monotonic() < end:
        time.sleep(2)
        lost = set(accepted) - ran(node)
    print("%d accepted, %d lost %s" % (len(accepted), len(lost), sorted(lost)[:5]))
    return len(lost)


def main():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        accepted = []
        for number in range(ROUNDS):
            node = Node(data)
            if number == 0:
                make_function(node)
            accepted += send_and_kill(node, number)
            print("round %d: %d accepted so far" % (number + 1, len(accepted)), flush=True)
        node = Node(data)
        try:
            sys.exit(1 if count_lost(node, accepted) else 0)
        finally:
            node.stop()


main()
