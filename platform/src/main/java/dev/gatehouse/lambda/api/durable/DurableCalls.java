package dev.gatehouse.lambda.api.durable;

import dev.gatehouse.aws.lambda.CheckpointDurableExecutionRequest;
import dev.gatehouse.aws.lambda.CheckpointDurableExecutionResponse;
import dev.gatehouse.aws.lambda.GetDurableExecutionStateRequest;
import dev.gatehouse.aws.lambda.GetDurableExecutionStateResponse;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.aws.lambda.SendDurableExecutionCallbackFailureRequest;
import dev.gatehouse.aws.lambda.SendDurableExecutionCallbackFailureResponse;
import dev.gatehouse.aws.lambda.SendDurableExecutionCallbackHeartbeatRequest;
import dev.gatehouse.aws.lambda.SendDurableExecutionCallbackHeartbeatResponse;
import dev.gatehouse.aws.lambda.SendDurableExecutionCallbackSuccessRequest;
import dev.gatehouse.aws.lambda.SendDurableExecutionCallbackSuccessResponse;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.durable.Callbacks;
import dev.gatehouse.lambda.durable.Checkpoints;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;

/** What running functions, and those they wait for, call. */
public record DurableCalls(Checkpoints checkpoints, Callbacks callbacks) {

    /** Adds the operations to a service. */
    public void serve(Service.Builder service) {
        service.on(Lambda.CHECKPOINT_DURABLE_EXECUTION, this::checkpoint)
                .on(Lambda.GET_DURABLE_EXECUTION_STATE, this::state)
                .on(Lambda.SEND_DURABLE_EXECUTION_CALLBACK_SUCCESS, this::succeed)
                .on(Lambda.SEND_DURABLE_EXECUTION_CALLBACK_FAILURE, this::fail)
                .on(Lambda.SEND_DURABLE_EXECUTION_CALLBACK_HEARTBEAT, this::heartbeat);
    }

    private CheckpointDurableExecutionResponse checkpoint(
            RequestContext context, CheckpointDurableExecutionRequest input) {
        return checkpoints.checkpoint(Here.of(context), input);
    }

    private GetDurableExecutionStateResponse state(
            RequestContext context, GetDurableExecutionStateRequest input) {
        return checkpoints.state(Here.of(context), input);
    }

    private SendDurableExecutionCallbackSuccessResponse succeed(
            RequestContext context, SendDurableExecutionCallbackSuccessRequest input) {
        callbacks.succeed(Here.of(context), input.callbackId(), input.result());
        return SendDurableExecutionCallbackSuccessResponse.builder().build();
    }

    private SendDurableExecutionCallbackFailureResponse fail(
            RequestContext context, SendDurableExecutionCallbackFailureRequest input) {
        callbacks.fail(Here.of(context), input.callbackId(), input.error());
        return SendDurableExecutionCallbackFailureResponse.builder().build();
    }

    private SendDurableExecutionCallbackHeartbeatResponse heartbeat(
            RequestContext context, SendDurableExecutionCallbackHeartbeatRequest input) {
        callbacks.heartbeat(Here.of(context), input.callbackId());
        return SendDurableExecutionCallbackHeartbeatResponse.builder().build();
    }
}
