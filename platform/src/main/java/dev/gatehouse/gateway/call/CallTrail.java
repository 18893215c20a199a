package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.map.ContextVariables;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a request came, for whoever tells of it once its response is sent. Belongs to the
 * request's event loop.
 */
public final class CallTrail {
    private Supplier<ContextVariables> known;
    private @Nullable String error;
    private @Nullable String errorType;
    private int integrationStatus;
    private @Nullable String integrationError;
    private @Nullable ExecutionLog execution;

    /**
     * @param known what {@code $context} has at first
     */
    public CallTrail(Supplier<ContextVariables> known) {
        this.known = known;
    }

    /** From here on {@code $context} has this. */
    public void reached(Supplier<ContextVariables> more) {
        known = more;
    }

    /** From here on the execution is told of, too. */
    public void tells(ExecutionLog log) {
        execution = log;
    }

    /** What is told of the execution; null for nothing. */
    public @Nullable ExecutionLog execution() {
        return execution;
    }

    /** The gateway itself responds. */
    public void rejected(Throwable rejection) {
        error = rejection.getMessage();
        errorType = rejection instanceof Rejection of ? of.type().name() : null;
    }

    /** The backend responded. */
    public void integrated(int status) {
        integrationStatus = status;
    }

    /** What the backend responded, or that it did not, is an error. */
    public void integrationFailed(String message) {
        integrationError = message;
    }

    /** All that is known in the end. */
    public ContextVariables variables() {
        ContextVariables variables = known.get();
        if (error != null) {
            variables
                    .put("error.message", error)
                    .put("error.messageString", '"' + error + '"')
                    .put("error.responseType", errorType);
        }
        if (integrationStatus > 0) {
            variables
                    .put("integrationStatus", integrationStatus)
                    .put("integration.integrationStatus", integrationStatus)
                    .put("integration.status", integrationStatus);
        }
        if (integrationError != null) {
            variables
                    .put("integrationErrorMessage", integrationError)
                    .put("integration.error", integrationError);
        }
        return variables;
    }
}
