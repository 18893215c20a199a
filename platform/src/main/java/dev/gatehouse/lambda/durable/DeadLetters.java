package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.ErrorObject;
import org.jspecify.annotations.Nullable;

/** Where the payloads of asynchronous executions go that did not end well. */
@FunctionalInterface
interface DeadLetters {

    /** Sends what an execution was begun with, in the transaction that closes it. */
    void send(Execution execution, @Nullable ErrorObject error);
}
