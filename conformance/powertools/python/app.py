"""A function that uses what Powertools for AWS Lambda has: logger, metrics, tracer, parameters and idempotency."""

import os

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent_function

logger = Logger(service="orders")
metrics = Metrics(namespace="Conformance", service="orders")
tracer = Tracer(service="orders")
store = DynamoDBPersistenceLayer(table_name="orders-done") if os.environ.get("IDEMPOTENT") else None
placed = []


@tracer.capture_method
def place(order):
    tracer.put_annotation(key="OrderId", value=order["id"])
    placed.append(order["id"])
    return {"placed": len(placed)}


if store:
    place = idempotent_function(
        place,
        data_keyword_argument="order",
        persistence_store=store,
        config=IdempotencyConfig(event_key_jmespath="id"),
    )


@metrics.log_metrics(capture_cold_start_metric=True)
@tracer.capture_lambda_handler
@logger.inject_lambda_context(log_event=False)
def handler(event, context):
    logger.info("an order", order=event["id"])
    metrics.add_metric(name="Orders", unit=MetricUnit.Count, value=1)
    if event.get("fail"):
        raise ValueError("no such order")
    done = place(order=event)
    return {"done": done, "greeting": parameters.get_parameter("/conformance/greeting")}
