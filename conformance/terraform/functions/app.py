"""The functions of both configurations: one answers in each event format."""

import json


def pets(event, context):
    """Answers an HTTP API's event, format 2.0."""
    return {"statusCode": 200, "body": json.dumps({"route": event["routeKey"]})}


def orders(event, context):
    """Answers a REST API's event, or an HTTP API's of format 1.0."""
    return {"statusCode": 200, "body": json.dumps({"path": event["path"]})}


def told(event, context):
    """Gives back the event a mapping template made, or fails as it says."""
    if "error" in event:
        raise ValueError(event["error"])
    return event
