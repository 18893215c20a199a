"""Durable executions against kill -9. Every round starts a node on the same data folder, begins executions that wait, and
kills it at some moment of their lives. A last node brings to their ends all that were accepted."""

import io
import json
import random
import sys
import tempfile
import time
import zipfile

from node import Node

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
EXECUTIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
PATIENCE_SECONDS = 600
# Waits, and then says how often it was waited: once, whatever was killed.
CODE = """import boto3
service = boto3.client("lambda")
def handler(event, context):
    operations = {each["Id"]: each for each in event["InitialExecutionState"]["Operations"]}
    if "wait" not in operations:
        update = {"Id": "wait", "Type": "WAIT", "Action": "START", "WaitOptions": {"WaitSeconds": 3}}
        service.checkpoint_durable_execution(
            DurableExecutionArn=event["DurableExecutionArn"], CheckpointToken=event["CheckpointToken"], Updates=[update])
        return {"Status": "PENDING"}
    if operations["wait"]["Status"] != "SUCCEEDED":
        return {"Status": "PENDING"}
    return {"Status": "SUCCEEDED", "Result": str(len(operations) - 1)}
"""
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
POLICY = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy"


def make_function(node):
    iam = node.client("iam")
    role = iam.create_role(RoleName="waits", AssumeRolePolicyDocument=json.dumps(TRUST))
    iam.attach_role_policy(RoleName="waits", PolicyArn=POLICY)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("app.py", CODE)
    functions = node.client("lambda")
    functions.create_function(
        FunctionName="waits",
        Runtime="python3.%d" % sys.version_info.minor,
        Handler="app.handler",
        Role=role["Role"]["Arn"],
        Code={"ZipFile": archive.getvalue()},
        MemorySize=512,
        Timeout=30,
        DurableConfig={"ExecutionTimeout": 3600, "RetentionPeriodInDays": 1},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName="waits")
    functions.put_function_concurrency(FunctionName="waits", ReservedConcurrentExecutions=4)


def begin(node, number):
    """Returns the ARNs of the executions that were accepted."""
    functions = node.client("lambda")
    return [
        functions.invoke(
            FunctionName="waits:$LATEST",
            InvocationType="Event",
            DurableExecutionName="round-%d-%d" % (number, each),
        )["DurableExecutionArn"]
        for each in range(EXECUTIONS)
    ]


def open_ones(node, accepted):
    functions = node.client("lambda")
    left = []
    for arn in accepted:
        execution = functions.get_durable_execution(DurableExecutionArn=arn)
        if execution["Status"] == "RUNNING":
            left.append(arn)
        elif execution["Status"] != "SUCCEEDED" or execution["Result"] != "1":
            sys.exit("%s ended badly: %s" % (arn, execution))
    return left


def main():
    accepted = []
    with tempfile.TemporaryDirectory() as data:
        for number in range(ROUNDS):
            node = Node(data)
            if number == 0:
                make_function(node)
            accepted += begin(node, number)
            time.sleep(random.uniform(0, 5))
            node.kill()
        node = Node(data)
        try:
            end = time.monotonic() + PATIENCE_SECONDS
            left = accepted
            while left:
                left = open_ones(node, left)
                if time.monotonic() > end:
                    sys.exit("%d of %d executions do not end" % (len(left), len(accepted)))
                time.sleep(0.5)
        finally:
            node.stop()
    print("%d executions over %d kills: all ended well" % (len(accepted), ROUNDS))


main()
