"""Calls each neighbour by AWS's SDK, and tells what each says; prints the events that others send."""

import json
import os

import boto3

GIVEN = os.environ


def dynamodb(client):
    client.put_item(TableName=GIVEN["TABLE"], Item={"id": {"S": "one"}})
    return client.get_item(TableName=GIVEN["TABLE"], Key={"id": {"S": "one"}})["Item"]["id"]["S"]


def sqs(client):
    client.send_message(QueueUrl=GIVEN["QUEUE"], MessageBody="one")
    return client.receive_message(QueueUrl=GIVEN["QUEUE"])["Messages"][0]["Body"]


def kms(client):
    hidden = client.encrypt(KeyId=GIVEN["KEY"], Plaintext=b"one")["CiphertextBlob"]
    return client.decrypt(CiphertextBlob=hidden)["Plaintext"].decode()


CALLS = {
    "dynamodb": dynamodb,
    "sqs": sqs,
    "sns": lambda client: client.publish(TopicArn=GIVEN["TOPIC"], Message="one")["MessageId"],
    "kinesis": lambda client: client.put_record(StreamName=GIVEN["STREAM"], Data=b"one", PartitionKey="a")["ShardId"],
    "events": lambda client: client.put_events(
        Entries=[{"Source": "conformance", "DetailType": "one", "Detail": "{}", "EventBusName": GIVEN["BUS"]}]
    )["Entries"][0]["EventId"],
    "scheduler": lambda client: client.list_schedules()["Schedules"][0]["Name"],
    "stepfunctions": lambda client: client.start_execution(stateMachineArn=GIVEN["MACHINE"])["executionArn"],
    "ssm": lambda client: client.get_parameter(Name=GIVEN["PARAMETER"])["Parameter"]["Value"],
    "secretsmanager": lambda client: client.get_secret_value(SecretId=GIVEN["SECRET"])["SecretString"],
    "kms": kms,
    "cognito-idp": lambda client: client.admin_create_user(UserPoolId=GIVEN["POOL"], Username="ada")["User"]["Username"],
    "cognito-identity": lambda client: client.get_id(IdentityPoolId=GIVEN["IDENTITIES"])["IdentityId"],
    "cloudfront": lambda client: client.list_distributions()["DistributionList"]["Quantity"],
}


def handler(event, context):
    if event != {}:
        print("told by", event["Records"][0]["EventSource"] if "Records" in event else event["source"])
        return None
    return {service: str(call(boto3.client(service))) for service, call in CALLS.items()}
