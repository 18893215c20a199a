"""A Flask app, with a function that a schedule calls."""

from flask import Flask, jsonify, request

app = Flask(__name__)


@app.route("/")
def hello():
    print("greeting")
    return "hello one"


@app.route("/echo/<name>", methods=["GET", "POST"])
def echo(name):
    return jsonify(name=name, query=request.args, body=request.get_json(silent=True))


@app.route("/image")
def image():
    return bytes([0x89, 0x50, 0x4E, 0x47, 0xFF]), 200, {"Content-Type": "image/png"}


def daily(event, context):
    return "done"
