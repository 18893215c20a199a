"""The processor time of heavy imports of Node.js functions, with and without what is done ahead."""

import json
import statistics
import subprocess
import time

import aws
import load

ROUNDS = 7
RUNTIME = "nodejs22.x"
HEAD = "const began = process.cpuUsage();\n"
HANDLER = (
    "const { user, system } = process.cpuUsage(began);\n"
    "exports.handler = async () => (user + system) / 1000;\n"
)
DYNAMODB = "const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');\nconst client = new DynamoDBClient({});\n"
EXPRESS = "const app = require('express')();\nrequire('serverless-http')(app);\n"

# The node compiles nothing ahead for a function that asks for a cache of its own.
ALONE = "if (process.env.NEVER) require('node:module').enableCompileCache('/tmp');\n"


def measure(node, work):
    load.head("Imports of Node.js functions (ms of processor time, median)", "without what is done ahead")
    api = aws.Aws(node.port)
    own = modules(work / "dynamodb", {"@aws-sdk/client-dynamodb": "3.1162.0"})
    express = modules(work / "express", {"express": "5.1.0", "serverless-http": "4.0.0"})
    in_turns("DynamoDB client of the package, compiled ahead", *pair(api, "own", own, DYNAMODB))
    in_turns("Express by serverless-http, compiled ahead", *pair(api, "express", express, EXPRESS))
    sdk = api.function("sdk", RUNTIME, "index.handler", {"index.js": HEAD + DYNAMODB + HANDLER})
    in_turns(
        "DynamoDB client of the runtime, loaded ahead",
        lambda number: imported(api, sdk, {"ROUND": number}),
        # A variable that is read at a process's start rules the pool out.
        lambda number: imported(api, sdk, {"TZ_ROUND": number}),
    )


def modules(folder, dependencies):
    """The files of packages of npm, by their place in a function's package."""
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": dependencies}))
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    found = (folder / "node_modules").rglob("*")
    return {str(each.relative_to(folder)): each.read_bytes() for each in found if each.is_file() and not each.is_symlink()}


def pair(api, name, files, code):
    """Two functions: one as it is, one for which nothing is compiled ahead."""
    arns = [
        api.function(f"{name}-{index}", RUNTIME, "index.handler", {**files, "index.js": first + HEAD + code + HANDLER})
        for index, first in enumerate(("", ALONE))
    ]
    return [lambda number, arn=arn: imported(api, arn, {"ROUND": number}) for arn in arns]


def in_turns(what, ours, beside):
    ours(0), beside(0)  # what is fetched and made once
    taken = [(ours(number), beside(number)) for number in range(1, ROUNDS + 1)]
    mine, other = (statistics.median(column) for column in zip(*taken))
    load.row(what, f"{mine:.0f}", f"{other:.0f}", f"{mine / other:.2f}")


def imported(api, arn, variables):
    """What the imports of a function's next environment took."""
    api.functions.update_function_configuration(
        FunctionName=arn, Environment={"Variables": {name: str(value) for name, value in variables.items()}}
    )
    while api.functions.get_function_configuration(FunctionName=arn)["LastUpdateStatus"] != "Successful":
        time.sleep(0.05)
    time.sleep(1.5)  # the old environment ends, the pool is filled again
    return float(api.functions.invoke(FunctionName=arn)["Payload"].read())
