package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.map.LogFormat;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a request came, for whoever tells of it once its response is sent. Belongs to the
 * request's event loop.
 */
public final class CallTrail {
    private Supplier<? extends LogFormat.Variables> known;
    private @Nullable String error;
    private @Nullable String errorType;
    private @Nullable String validationError;
    private int integrationStatus;
    private @Nullable String integrationError;
    private @Nullable ExecutionLog execution;
    private Map<String, Object> told = Map.of();

    /**
     * @param known what {@code $context} has at first
     */
    public CallTrail(Supplier<? extends LogFormat.Variables> known) {
        this.known = known;
    }

    /** From here on {@code $context} has this. */
    public void reached(Supplier<? extends LogFormat.Variables> more) {
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
        if (integrationError == null
                && rejection instanceof Rejection of
                && of.type().ofIntegration()) {
            integrationError = of.text();
        }
        error = rejection.getMessage();
        errorType = rejection instanceof Rejection by ? by.type().name() : null;
        validationError = rejection instanceof Rejection by ? by.detail() : null;
    }

    /** The backend responded. */
    public void integrated(int status) {
        integrationStatus = status;
    }

    /** What the backend responded, or that it did not, is an error. */
    public void integrationFailed(String message) {
        integrationError = message;
    }

    /**
     * The endpoint that responded has a name for the request: the AWS services' headers tell it.
     */
    public void integrated(MultiMap headers) {
        String id = headers.get("x-amzn-RequestId");
        endpoint(id == null ? headers.get("x-amz-request-id") : id);
        tell("awsEndpointRequestId2", headers.get("x-amz-id-2"));
    }

    /** The endpoint's own name for the request. */
    public void endpoint(@Nullable String requestId) {
        tell("integration.requestId", requestId);
        tell("awsEndpointRequestId", requestId);
    }

    /**
     * Something else that access logs may say, by the name that {@code $context} has for it; null
     * says nothing.
     */
    public void tell(String name, @Nullable Object value) {
        if (value != null) {
            if (told.isEmpty()) {
                told = new LinkedHashMap<>();
            }
            told.put(name, value);
        }
    }

    /** All that is known in the end. */
    public LogFormat.Variables variables() {
        LogFormat.Variables request = known.get();
        return name -> find(name, request);
    }

    private @Nullable Object find(String name, LogFormat.Variables request) {
        Object said = told.get(name);
        if (said != null) {
            return said;
        }
        return switch (name) {
            case "error.message" -> error;
            case "error.messageString" -> error == null ? null : '"' + error + '"';
            case "error.responseType" -> errorType;
            case "error.validationErrorString" -> validationError;
            case "integrationStatus", "integration.integrationStatus", "integration.status" ->
                    integrationStatus > 0 ? Integer.valueOf(integrationStatus) : null;
            case "integrationErrorMessage", "integration.error" -> integrationError;
            default -> request.find(name);
        };
    }
}
