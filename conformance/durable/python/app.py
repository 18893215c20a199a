"""Functions as AWS's SDK for Python has durable functions written."""

from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import CallbackConfig, Duration, StepConfig
from aws_durable_execution_sdk_python.retries import RetryStrategyConfig, create_retry_strategy

TRIES = "/tmp/tries"


@durable_step
def double(_, number):
    return 2 * number


@durable_step
def flaky(_, times):
    with open(TRIES, "a") as tries:
        tries.write("x")
    with open(TRIES) as tries:
        if len(tries.read()) % times:
            raise RuntimeError("not yet")
    return "at last"


@durable_execution
def order(event, context: DurableContext):
    first = context.step(double(event["number"]))
    context.wait(Duration.from_seconds(1), name="a while")
    return {"number": context.step(double(first))}


@durable_execution
def retry(event, context: DurableContext):
    strategy = create_retry_strategy(
        RetryStrategyConfig(max_attempts=5, initial_delay=Duration.from_seconds(1))
    )
    return context.step(flaky(2), config=StepConfig(retry_strategy=strategy))


@durable_execution
def approval(event, context: DurableContext):
    callback = context.create_callback(
        name="approval", config=CallbackConfig(timeout=Duration.from_seconds(event["seconds"]))
    )
    return {"approved": callback.result()}


@durable_execution
def parallel(event, context: DurableContext):
    def branch(child: DurableContext, number, *_):
        child.wait(Duration.from_seconds(1))
        return child.step(double(number))

    results = context.map(event["numbers"], branch)
    return [item.result for item in results.all]


@durable_execution
def chain(event, context: DurableContext):
    return context.invoke(event["function"], event["payload"])


@durable_execution
def fail(event, context: DurableContext):
    raise ValueError("this one is broken")


def plain(event, context):
    return {"plain": event}
