"""Notes behind an HTTP API: create, read, list, replace, delete, and read as a web page."""

import base64
import json
import os
import re
import uuid
from datetime import datetime, timezone

import boto3
import markdown
from botocore.exceptions import ClientError

BUCKET = os.environ["BUCKET"]
MAXIMUM_NOTE_LENGTH = int(os.environ.get("MAXIMUM_NOTE_LENGTH", "20000"))
NOTE_ID = re.compile(r"[0-9a-f]{12}")

s3 = boto3.client("s3")


class Rejected(Exception):
    """A request that cannot be served; becomes an error response."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def handler(event, context):
    route = ROUTES.get(event["routeKey"])
    if route is None:
        return answer(404, {"message": "Not Found"})
    try:
        return route(event)
    except Rejected as rejected:
        return answer(rejected.status, {"message": str(rejected)})


def list_notes(event):
    limit = limit_of(event.get("queryStringParameters") or {})
    listing = s3.list_objects_v2(Bucket=BUCKET, Prefix="notes/", MaxKeys=limit)
    notes = [load(entry["Key"]) for entry in listing.get("Contents", [])]
    notes.sort(key=lambda note: note["updated"], reverse=True)
    return answer(200, {"notes": [summary(note) for note in notes]})


def create_note(event):
    note = {"id": uuid.uuid4().hex[:12], "created": now(), **fields(event)}
    save(note)
    return answer(201, note, {"location": f"/notes/{note['id']}"})


def read_note(event):
    return answer(200, load(key_of(event)))


def read_page(event):
    note = load(key_of(event))
    page = f"<!doctype html><title>{note['title']}</title>{markdown.markdown(note['text'])}"
    return {"statusCode": 200, "headers": {"content-type": "text/html; charset=utf-8"}, "body": page}


def replace_note(event):
    old = load(key_of(event))
    note = {"id": old["id"], "created": old["created"], **fields(event)}
    save(note)
    return answer(200, note)


def delete_note(event):
    load(key_of(event))
    s3.delete_object(Bucket=BUCKET, Key=key_of(event))
    return {"statusCode": 204}


ROUTES = {
    "GET /notes": list_notes,
    "POST /notes": create_note,
    "GET /notes/{id}": read_note,
    "GET /notes/{id}/page": read_page,
    "PUT /notes/{id}": replace_note,
    "DELETE /notes/{id}": delete_note,
}


def fields(event):
    try:
        body = json.loads(body_of(event))
    except ValueError:
        raise Rejected(400, "the body is not JSON") from None
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise Rejected(400, "a note needs a text")
    if len(text) > MAXIMUM_NOTE_LENGTH:
        raise Rejected(413, f"a note has at most {MAXIMUM_NOTE_LENGTH} characters")
    title = str(body.get("title") or text.strip().splitlines()[0])[:80]
    return {"title": title, "text": text, "updated": now()}


def body_of(event):
    """The body as text: API Gateway encodes what its content type does not call text."""
    body = event.get("body") or ""
    return base64.b64decode(body).decode() if event.get("isBase64Encoded") else body


def key_of(event):
    note_id = event["pathParameters"]["id"]
    if not NOTE_ID.fullmatch(note_id):
        raise Rejected(404, f"no note {note_id}")
    return f"notes/{note_id}.json"


def limit_of(query):
    try:
        return max(1, min(100, int(query.get("limit", "20"))))
    except ValueError:
        raise Rejected(400, "limit is a number from 1 to 100") from None


def load(key):
    try:
        return json.load(s3.get_object(Bucket=BUCKET, Key=key)["Body"])
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            raise Rejected(404, f"no note {key[6:-5]}") from None
        raise


def save(note):
    s3.put_object(
        Bucket=BUCKET,
        Key=f"notes/{note['id']}.json",
        Body=json.dumps(note).encode(),
        ContentType="application/json",
    )


def summary(note):
    return {name: note[name] for name in ("id", "title", "updated")}


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


def answer(status, body, headers=None):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", **(headers or {})},
        "body": json.dumps(body),
    }
