def handler(event, context):
    print("greeting")
    return {"statusCode": 200, "body": "hello one"}
