"""Integrations with services: what a client sends arrives there, as those who ask the service themselves see."""

import asyncio
import json
import os
import socket
import time
import urllib.parse
import urllib.request
import uuid

import boto3
import websockets

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
NAME = "conformance-" + uuid.uuid4().hex[:8]
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["apigateway.amazonaws.com", "states.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}
MAY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["sqs:*", "kinesis:*", "states:*", "events:PutEvents", "dynamodb:*"],
            "Resource": "*",
        }
    ],
}
PATIENCE_SECONDS = 30
ADDRESSES = socket.getaddrinfo

gateway = boto3.client("apigatewayv2")
sqs = boto3.client("sqs")
kinesis = boto3.client("kinesis")
states = boto3.client("stepfunctions")
events = boto3.client("events")
dynamodb = boto3.client("dynamodb")
iam = boto3.client("iam")


def eventually(look):
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)
    return found


def told(what):
    print("  ok      neighbours", what)


class HttpApi:
    def __init__(self, role):
        self.role = role
        self.id = gateway.create_api(Name=NAME, ProtocolType="HTTP")["ApiId"]
        gateway.create_stage(ApiId=self.id, StageName="live", AutoDeploy=True)

    def route(self, key, subtype, **parameters):
        made = gateway.create_integration(
            ApiId=self.id,
            IntegrationType="AWS_PROXY",
            IntegrationSubtype=subtype,
            PayloadFormatVersion="1.0",
            CredentialsArn=self.role,
            RequestParameters=parameters,
        )
        gateway.create_route(ApiId=self.id, RouteKey=key, Target="integrations/" + made["IntegrationId"])

    def call(self, method, path, body=None, **headers):
        url = f"{ENDPOINT}/_aws/execute-api/{self.id}/live{path}"
        request = urllib.request.Request(url, body and body.encode(), headers, method=method)
        with urllib.request.urlopen(request) as response:
            assert response.status == 200, response.status
            return response.read().decode()


def queue(api):
    url = sqs.create_queue(QueueName=NAME)["QueueUrl"]
    attributes = {
        "Agent": {"DataType": "String", "StringValue": "${request.header.user-agent}"},
        "Fixed": {"DataType": "Number", "StringValue": "7"},
    }
    api.route(
        "POST /queue",
        "SQS-SendMessage",
        QueueUrl=url,
        MessageBody="$request.body",
        MessageAttributes=json.dumps(attributes),
    )
    api.route("GET /queue", "SQS-ReceiveMessage", QueueUrl=url, MessageAttributeNames="All", WaitTimeSeconds="0")
    api.route("DELETE /queue", "SQS-DeleteMessage", QueueUrl=url, ReceiptHandle="$request.querystring.handle")
    api.route("DELETE /all", "SQS-PurgeQueue", QueueUrl=url)

    api.call("POST", "/queue", "grüß <dich> & mich", **{"User-Agent": "conformance"})
    message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], VisibilityTimeout=0)["Messages"][0]
    assert message["Body"] == "grüß <dich> & mich", message
    assert message["MessageAttributes"]["Agent"]["StringValue"] == "conformance", message
    assert message["MessageAttributes"]["Fixed"]["StringValue"] == "7", message
    told("SQS-SendMessage")
    received = api.call("GET", "/queue")
    assert message["MessageId"] in received and "conformance" in received, received
    told("SQS-ReceiveMessage")
    handle = received.split("<ReceiptHandle>")[1].split("<")[0]
    api.call("DELETE", "/queue?handle=" + urllib.parse.quote(handle))
    assert waiting(url) == 0
    told("SQS-DeleteMessage")
    api.call("POST", "/queue", "one", **{"User-Agent": "x"})
    assert waiting(url) == 1
    api.call("DELETE", "/all")
    assert waiting(url) == 0
    told("SQS-PurgeQueue")
    return url


def waiting(url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def stream(api):
    kinesis.create_stream(StreamName=NAME, ShardCount=1)
    api.route("POST /stream", "Kinesis-PutRecord", StreamName=NAME, Data="$request.body", PartitionKey="$context.requestId")
    sent = json.loads(api.call("POST", "/stream", "clicked"))
    iterator = kinesis.get_shard_iterator(
        StreamName=NAME, ShardId=sent["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    assert kinesis.get_records(ShardIterator=iterator)["Records"][0]["Data"] == b"clicked"
    told("Kinesis-PutRecord")
    kinesis.delete_stream(StreamName=NAME)


def bus(api, url):
    """The node's own event bus, whose rule leads to the queue."""
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allow = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}
        ],
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(allow)})
    events.put_rule(Name=NAME, EventPattern=json.dumps({"source": [NAME]}))
    events.put_targets(Rule=NAME, Targets=[{"Id": "queue", "Arn": arn}])
    api.route(
        "POST /bus",
        "EventBridge-PutEvents",
        Source=NAME,
        DetailType="$request.body.type",
        Detail="$request.body.detail",
        Resources="$request.body.about",
    )
    answer = json.loads(api.call("POST", "/bus", json.dumps({"type": "order", "detail": {"n": 7}, "about": ["a", "b"]})))
    assert answer["FailedEntryCount"] == 0, answer
    message = eventually(lambda: sqs.receive_message(QueueUrl=url).get("Messages"))[0]
    event = json.loads(message["Body"])
    assert event["detail"] == {"n": 7} and event["resources"] == ["a", "b"], event
    told("EventBridge-PutEvents")
    events.remove_targets(Rule=NAME, Ids=["queue"])
    events.delete_rule(Name=NAME)


def machine(api):
    definition = {"StartAt": "Wait", "States": {"Wait": {"Type": "Pass", "End": True}}}
    arn = states.create_state_machine(name=NAME, definition=json.dumps(definition), roleArn=api.role)["stateMachineArn"]
    api.route("POST /machine", "StepFunctions-StartExecution", StateMachineArn=arn, Input="$request.body")
    api.route(
        "DELETE /machine", "StepFunctions-StopExecution", ExecutionArn="$request.querystring.arn", Cause="enough", Error="Stopped"
    )
    started = json.loads(api.call("POST", "/machine", '{"a":1}'))["executionArn"]
    assert states.describe_execution(executionArn=started)["input"] == '{"a":1}'
    told("StepFunctions-StartExecution")
    api.call("DELETE", "/machine?arn=" + urllib.parse.quote(started))
    assert states.describe_execution(executionArn=started)["status"] == "ABORTED"
    told("StepFunctions-StopExecution")
    states.delete_state_machine(stateMachineArn=arn)


class SocketApi:
    """A WebSocket API without a function: a table keeps who is there and what was said."""

    def __init__(self, role):
        self.role = role
        self.id = gateway.create_api(
            Name=NAME, ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
        )["ApiId"]

    def route(self, key, action, template, answer=None):
        made = gateway.create_integration(
            ApiId=self.id,
            IntegrationType="AWS",
            IntegrationMethod="POST",
            IntegrationUri="arn:aws:apigateway:us-east-1:dynamodb:action/" + action,
            CredentialsArn=self.role,
            TemplateSelectionExpression="\\$default",
            RequestTemplates={"$default": template},
        )["IntegrationId"]
        gateway.create_integration_response(
            ApiId=self.id,
            IntegrationId=made,
            IntegrationResponseKey="$default",
            **({"ResponseTemplates": {"$default": answer}} if answer else {}),
        )
        two_way = {"RouteResponseSelectionExpression": "$default"} if answer else {}
        route = gateway.create_route(ApiId=self.id, RouteKey=key, Target="integrations/" + made, **two_way)["RouteId"]
        if answer:
            gateway.create_route_response(ApiId=self.id, RouteId=route, RouteResponseKey="$default")


def table(role):
    dynamodb.create_table(
        TableName=NAME,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    api = SocketApi(role)
    key = '"TableName":"%s","%%s":{"id":{"S":"$context.connectionId"}%%s}' % NAME
    api.route("$connect", "PutItem", "{%s}" % (key % ("Item", ',"name":{"S":"$input.params(\'name\')"}')))
    api.route("$disconnect", "DeleteItem", "{%s}" % (key % ("Key", "")))
    api.route("who", "GetItem", "{%s}" % (key % ("Key", "")), "you are $input.path('$.Item.name.S')")
    gateway.create_stage(ApiId=api.id, StageName="live", AutoDeploy=True)
    asyncio.run(talks(api))
    told("WebSocket API with DynamoDB")
    gateway.delete_api(ApiId=api.id)
    dynamodb.delete_table(TableName=NAME)


async def talks(api):
    url = f"ws://{ENDPOINT.split('//')[1]}/_aws/execute-api/{api.id}/live?name=Ann"
    async with websockets.connect(url, open_timeout=PATIENCE_SECONDS) as client:
        await client.send('{"action":"who"}')
        heard = await asyncio.wait_for(client.recv(), PATIENCE_SECONDS)
        assert heard == "you are Ann", heard
        items = dynamodb.scan(TableName=NAME)["Items"]
        assert len(items) == 1, items
        await manages(api, client, items[0]["id"]["S"])
    eventually(lambda: dynamodb.scan(TableName=NAME)["Count"] == 0)


async def manages(api, client, connection):
    """By the signed API under the API's own host."""
    port = ENDPOINT.rsplit(":", 1)[1]
    home = f"http://{api.id}.execute-api.us-east-1.localhost:{port}/live"
    connections = boto3.client("apigatewaymanagementapi", endpoint_url=home)
    connections.post_to_connection(ConnectionId=connection, Data="grüß dich".encode())
    assert await asyncio.wait_for(client.recv(), PATIENCE_SECONDS) == "grüß dich"
    connections.post_to_connection(ConnectionId=connection, Data=b"\xff\x00")
    assert await asyncio.wait_for(client.recv(), PATIENCE_SECONDS) == b"\xff\x00"
    assert connections.get_connection(ConnectionId=connection)["Identity"]["SourceIp"] == "127.0.0.1"
    connections.delete_connection(ConnectionId=connection)
    await asyncio.wait_for(client.wait_closed(), PATIENCE_SECONDS)
    assert client.close_code == 1000, client.close_code
    try:
        connections.post_to_connection(ConnectionId=connection, Data=b"late")
        raise AssertionError("a connection that is gone took a message")
    except connections.exceptions.GoneException:
        told("@connections under the API's own host")


def at_home(host, *others, **more):
    """Not every machine knows that names below localhost are its own."""
    return ADDRESSES("127.0.0.1" if str(host).endswith(".localhost") else host, *others, **more)


def main():
    socket.getaddrinfo = at_home
    role = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName=NAME, PolicyName="may", PolicyDocument=json.dumps(MAY))
    api = HttpApi(role)
    url = queue(api)
    stream(api)
    bus(api, url)
    machine(api)
    table(role)
    gateway.delete_api(ApiId=api.id)
    sqs.delete_queue(QueueUrl=url)
    iam.delete_role_policy(RoleName=NAME, PolicyName="may")
    iam.delete_role(RoleName=NAME)


main()
