"""A list of things to do, kept in DynamoDB: routes, an authorizer, an API key, a schedule, a WebSocket."""

import os
from uuid import uuid4

import boto3
from chalice import AuthResponse, BadRequestError, Chalice, CORSConfig, NotFoundError, Rate

app = Chalice(app_name="conformance-chalice")
app.experimental_feature_flags.update(["WEBSOCKETS"])
app.websocket_api.session = boto3.Session()
app.api.cors = CORSConfig(allow_headers=["x-todo"])


def todos():
    return boto3.resource("dynamodb").Table(os.environ["TABLE"])


@app.authorizer(ttl_seconds=30)
def gate(request):
    allowed = request.token == "let me in"
    return AuthResponse(routes=["*"] if allowed else [], principal_id="somebody")


@app.route("/todos", methods=["GET"], authorizer=gate)
def list_todos():
    app.log.error("listing")
    return todos().scan()["Items"]


@app.route("/todos", methods=["POST"], authorizer=gate)
def add_todo():
    if "description" not in app.current_request.json_body:
        raise BadRequestError("a description is missing")
    todo = {"id": str(uuid4()), "description": app.current_request.json_body["description"]}
    todos().put_item(Item=todo)
    return todo


@app.route("/todos/{todo}", methods=["GET"], authorizer=gate)
def get_todo(todo):
    found = todos().get_item(Key={"id": todo}).get("Item")
    if not found:
        raise NotFoundError("no such thing to do")
    return found


@app.route("/keyed", api_key_required=True)
def keyed():
    return {"greeting": "hello one"}


@app.schedule(Rate(1, unit=Rate.DAYS))
def daily(event):
    return "done"


@app.on_ws_message()
def talk(event):
    app.websocket_api.send(event.connection_id, "you said " + event.body)


@app.lambda_function()
def plain(event, context):
    return {"greeting": "hello one"}
