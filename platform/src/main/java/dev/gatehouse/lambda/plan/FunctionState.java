package dev.gatehouse.lambda.plan;

/** Lambda's states of a version, as far as invoking it is concerned. */
public enum FunctionState {
    /** Being created: invocations are rejected. */
    PENDING,
    /** Can be invoked. */
    ACTIVE,
    /** Put to sleep after weeks without use; the next invocation wakes it. */
    INACTIVE,
    /** Could not be created: invocations are rejected. */
    FAILED
}
