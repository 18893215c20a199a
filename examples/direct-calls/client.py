"""A player's client: a token of the identity pool, the role's temporary credentials, a signed call.

Usage: client.py ROLE_ARN FUNCTION JSON < TOKEN      Needs boto3; AWS_ENDPOINT_URL names the node.
"""

import sys

import boto3
from botocore import UNSIGNED
from botocore.config import Config

role, function, event = sys.argv[1:]
token = sys.stdin.read().strip()  # GetOpenIdToken of Cognito identity pools

# Whoever has a token needs no keys to ask for some.
sts = boto3.client("sts", config=Config(signature_version=UNSIGNED))
keys = sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="player", WebIdentityToken=token)["Credentials"]

functions = boto3.client(
    "lambda",
    aws_access_key_id=keys["AccessKeyId"],
    aws_secret_access_key=keys["SecretAccessKey"],
    aws_session_token=keys["SessionToken"],
)
print(functions.invoke(FunctionName=function, Payload=event)["Payload"].read().decode())
