"""Stacks against kill -9. Every round starts the creation of a stack, kills the node a moment later, and starts it
again: the stack must come to its end, whole or rolled back. Then it is deleted, and nothing of it may be left."""

import json
import random
import sys
import tempfile
import time

from node import PATIENCE_SECONDS, Node

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
COPIES = 20
LONGEST_SECONDS = 1


def trust(service):
    return {"Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]}


def resources(copy):
    """One of each kind of thing that a service makes under a name of its own, or under none that the template gives."""
    role, function, api = "Role%d" % copy, "Function%d" % copy, "Api%d" % copy
    return {
        role: {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust("lambda.amazonaws.com")}},
        function: {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.12",
                "Handler": "index.handler",
                "Role": {"Fn::GetAtt": [role, "Arn"]},
                "Code": {"ZipFile": "def handler(event, context): pass"},
            },
        },
        "Version%d" % copy: {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": function}}},
        api: {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": api}},
        "Http%d" % copy: {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": api, "ProtocolType": "HTTP"}},
        "Part%d" % copy: {
            "Type": "AWS::ApiGateway::Resource",
            "Properties": {"RestApiId": {"Ref": api}, "ParentId": {"Fn::GetAtt": [api, "RootResourceId"]}, "PathPart": "x"},
        },
        "Bucket%d" % copy: {"Type": "AWS::S3::Bucket"},
        "Log%d" % copy: {"Type": "AWS::Logs::LogGroup"},
        "User%d" % copy: {"Type": "AWS::IAM::User"},
        "Events%d" % copy: {
            "Type": "AWS::Lambda::EventInvokeConfig",
            "Properties": {"FunctionName": {"Ref": function}, "Qualifier": "$LATEST", "MaximumRetryAttempts": 1},
        },
    }


def template():
    return json.dumps({"Resources": {name: it for copy in range(COPIES) for name, it in resources(copy).items()}})


def left(node):
    """What the node's services have, by service."""
    api = node.client("apigateway").get_rest_apis()["items"]
    http = node.client("apigatewayv2").get_apis()["Items"]
    iam = node.client("iam")
    found = {
        "functions": [it["FunctionName"] for it in node.client("lambda").list_functions()["Functions"]],
        "roles": [it["RoleName"] for it in iam.list_roles()["Roles"]],
        "users": [it["UserName"] for it in iam.list_users()["Users"]],
        "REST APIs": [it["id"] for it in api],
        "HTTP APIs": [it["ApiId"] for it in http],
        "buckets": [it["Name"] for it in node.client("s3").list_buckets()["Buckets"]],
        "log groups": [it["logGroupName"] for it in node.client("logs").describe_log_groups()["logGroups"]],
    }
    return {kind: names for kind, names in found.items() if names}


def settled(node, stack):
    """The status of a stack once nothing is under way; None when there is no such stack."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            status = node.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        except node.client("cloudformation").exceptions.ClientError:
            return None
        if not status.endswith("IN_PROGRESS"):
            return status
        time.sleep(0.2)
    return status


def kill_while_it_creates(data, stack):
    node = Node(data)
    try:
        node.client("cloudformation").create_stack(
            StackName=stack, TemplateBody=template(), Capabilities=["CAPABILITY_IAM"]
        )
        time.sleep(random.uniform(0, LONGEST_SECONDS))
        stack_resources = node.client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]
        return sum(it["ResourceStatus"] == "CREATE_COMPLETE" for it in stack_resources)
    finally:
        node.kill()


def main():
    failures = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        for number in range(ROUNDS):
            stack = "stack-%d" % number
            done = kill_while_it_creates(data, stack)
            node = Node(data)
            status = settled(node, stack)
            node.client("cloudformation").delete_stack(StackName=stack)
            gone = settled(node, stack)
            remains = left(node)
            good = status in ("CREATE_COMPLETE", "ROLLBACK_COMPLETE") and gone is None and not remains
            failures += not good
            end = "nothing left" if good else "%s %s" % (gone, remains)
            print("round %d: killed at %d resources or more, %s, %s" % (number + 1, done, status, end), flush=True)
            node.stop()
    print("%d rounds, %d failed" % (ROUNDS, failures))
    sys.exit(1 if failures else 0)


main()
