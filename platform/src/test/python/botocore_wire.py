"""Lets botocore write requests and read answers.

Reads one JSON object a line from the file in the first argument and writes one a line to the file
in the second. An "input" line is serialized to a request, an "output" or "error" line is a response
to parse. Blobs are {"$blob": base64}, moments {"$time": seconds since 1970}.
"""

import base64
import datetime
import functools
import io
import json
import sys

try:
    import botocore.awsrequest
    import botocore.loaders
    import botocore.model
    import botocore.parsers
    import botocore.serialize
except ImportError:
    sys.exit("This test compares with botocore: pip install botocore")

PROTOCOLS = {
    "restJson1": "rest-json",
    "restXml": "rest-xml",
    "awsQuery": "query",
    "awsJson1_0": "json",
    "awsJson1_1": "json",
    "rpcv2Cbor": "smithy-rpc-v2-cbor",
}


@functools.cache
def service_model(name):
    loader = botocore.loaders.create_loader()
    return botocore.model.ServiceModel(loader.load_service_model(name, "service-2"), name)


def native(value):
    if isinstance(value, dict):
        if "$blob" in value:
            return base64.b64decode(value["$blob"])
        if "$time" in value:
            return datetime.datetime.fromtimestamp(value["$time"], datetime.timezone.utc)
        return {key: native(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [native(element) for element in value]
    return value


def plain(value):
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items() if key != "ResponseMetadata"}
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    if isinstance(value, (bytes, bytearray)):
        return {"$blob": base64.b64encode(value).decode()}
    if isinstance(value, io.BytesIO):
        return plain(value.read())
    if isinstance(value, datetime.datetime):
        return {"$time": int(value.timestamp())}
    return value


def serialize(line, operation):
    serializer = botocore.serialize.create_serializer(
        PROTOCOLS[line["protocol"]], include_validation=False
    )
    request = serializer.serialize_to_request(native(line["value"]), operation)
    botocore.awsrequest.prepare_request_dict(request, endpoint_url="http://localhost")
    prepared = botocore.awsrequest.create_request_object(request).prepare()
    body = prepared.body or b""
    if isinstance(body, str):
        body = body.encode()
    elif not isinstance(body, (bytes, bytearray)):
        body = body.read()
    headers = [[name, text(value)] for name, value in prepared.headers.items()]
    return {
        "method": prepared.method,
        "url": "/" + prepared.url.split("/", 3)[3],
        "headers": headers,
        "body": base64.b64encode(body).decode(),
    }


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def parse(line, operation):
    parser = botocore.parsers.create_parser(PROTOCOLS[line["protocol"]])
    headers = botocore.awsrequest.HeadersDict(dict(line["headers"]))
    body = base64.b64decode(line["body"])
    streams = line["kind"] == "output" and operation.has_streaming_output
    response = {
        "headers": headers,
        "status_code": line["status"],
        "body": io.BytesIO(body) if streams else body,
    }
    parsed = parser.parse(response, operation.output_shape)
    if line["kind"] == "error":
        return {"code": parsed["Error"]["Code"], "message": parsed["Error"]["Message"]}
    return plain(parsed)


def answer(line):
    operation = service_model(line["service"]).operation_model(line["operation"])
    return serialize(line, operation) if line["kind"] == "input" else parse(line, operation)


def main(source, target):
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            try:
                result = json.dumps({"result": answer(json.loads(line))})
            except Exception as failure:  # reported with the line that caused it
                result = json.dumps({"failure": f"{type(failure).__name__}: {failure}"})
            out.write(result + "\n")


main(*sys.argv[1:])
