package dev.gatehouse.lambda.durable;

import dev.gatehouse.aws.lambda.CallbackOptions;
import dev.gatehouse.aws.lambda.ErrorObject;
import dev.gatehouse.aws.lambda.OperationUpdate;
import dev.gatehouse.aws.lambda.StepOptions;
import dev.gatehouse.aws.lambda.WaitOptions;
import org.jspecify.annotations.Nullable;

/** The updates that functions send. */
final class UpdatesOf {
    private UpdatesOf() {}

    static OperationUpdate of(String type, String action, String id) {
        return OperationUpdate.builder().id(id).type(type).action(action).build();
    }

    static OperationUpdate succeeded(String id, String result) {
        return of("STEP", "SUCCEED", id).toBuilder().payload(result).build();
    }

    static OperationUpdate retried(String id, int seconds) {
        return of("STEP", "RETRY", id).toBuilder()
                .error(ErrorObject.builder().errorMessage("no").build())
                .stepOptions(StepOptions.builder().nextAttemptDelaySeconds(seconds).build())
                .build();
    }

    static OperationUpdate wait(String id, int seconds) {
        return of("WAIT", "START", id).toBuilder()
                .waitOptions(WaitOptions.builder().waitSeconds(seconds).build())
                .build();
    }

    static OperationUpdate callback(
            String id, @Nullable Integer timeout, @Nullable Integer heartbeat) {
        return of("CALLBACK", "START", id).toBuilder()
                .callbackOptions(
                        CallbackOptions.builder()
                                .timeoutSeconds(timeout)
                                .heartbeatTimeoutSeconds(heartbeat)
                                .build())
                .build();
    }
}
