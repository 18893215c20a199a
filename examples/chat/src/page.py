"""The page of the chat, which knows the WebSocket API by its id."""

import os
import pathlib

PAGE = pathlib.Path(__file__).with_name("page.html").read_text()


def handler(event, context):
    return {
        "statusCode": 200,
        "headers": {"content-type": "text/html; charset=utf-8"},
        "body": PAGE.replace("CHAT_API", os.environ["CHAT_API"]),
    }
