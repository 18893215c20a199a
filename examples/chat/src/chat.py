"""A chat room over WebSockets: one object in S3 for each who is in it."""

import json
import os
import urllib.parse

import boto3

BUCKET = os.environ["BUCKET"]
PREFIX = "connections/"
MAXIMUM_TEXT = 2000

s3 = boto3.client("s3")


def handler(event, context):
    about = event["requestContext"]
    return ROUTES[about["routeKey"]](event, about)


def connect(event, about):
    name = (event.get("queryStringParameters") or {}).get("name", "").strip()[:30]
    if not name:
        return {"statusCode": 400}
    # Whoever connects cannot be written to before this has returned: the others hear of it.
    room = people()
    s3.put_object(Bucket=BUCKET, Key=key(about), Body=name.encode())
    broadcast(about, room, {"from": None, "text": f"{name} came in"})
    return {"statusCode": 200}


def say(event, about):
    text = str(json.loads(event["body"]).get("text", ""))[:MAXIMUM_TEXT]
    room = people()
    broadcast(about, room, {"from": room.get(about["connectionId"], "?"), "text": text})
    return {"statusCode": 200}


def disconnect(event, about):
    name = people().get(about["connectionId"], "?")
    s3.delete_object(Bucket=BUCKET, Key=key(about))
    broadcast(about, people(), {"from": None, "text": f"{name} left"})
    return {"statusCode": 200}


def people_handler(event, context):
    """GET /people: who is in the room, for who has signed in."""
    you = event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
    return {"you": you, "people": sorted(people().values())}


def key(about):
    return PREFIX + about["connectionId"]


def people():
    """Names by connection."""
    listed = s3.list_objects_v2(Bucket=BUCKET, Prefix=PREFIX).get("Contents", [])
    return {
        each["Key"][len(PREFIX):]: s3.get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read().decode()
        for each in listed
    }


def broadcast(about, room, message):
    """Writes to everybody; who is gone is forgotten."""
    api = boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=f"https://{about['domainName']}/{urllib.parse.quote(about['stage'])}",
    )
    data = json.dumps(message).encode()
    for connection in room:
        try:
            api.post_to_connection(ConnectionId=connection, Data=data)
        except api.exceptions.GoneException:
            s3.delete_object(Bucket=BUCKET, Key=PREFIX + connection)


ROUTES = {"$connect": connect, "$disconnect": disconnect, "say": say}
