package dev.gatehouse.gateway.validate;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.map.MediaTypes;
import dev.gatehouse.gateway.plan.schema.BodySchema;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.plan.schema.RequiredParameter;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.QueryParameters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Validates calls of REST APIs: first their parameters, then their bodies. */
public final class RequestValidation {
    /** Longer bodies are read beside the event loop, so that others need not wait for it. */
    private static final int LONG_BODY = 64 * 1024;

    private RequestValidation() {}

    /**
     * Rejects a call without a parameter that its method requires.
     *
     * @throws Rejection 400, naming all that are missing
     */
    public static void requireParameters(RestApiCall call, RequestRules rules) {
        requireParameters(call.request(), call.pathParameters(), rules.required());
    }

    /**
     * Rejects a request without a parameter that is required.
     *
     * @throws Rejection 400, naming all that are missing
     */
    public static void requireParameters(
            ClientRequest request, Map<String, String> path, List<RequiredParameter> required) {
        if (required.isEmpty()) {
            return;
        }
        Map<String, List<String>> query = QueryParameters.parse(request.line().query());
        List<String> missing =
                required.stream()
                        .filter(each -> isBlank(value(request, path, query, each)))
                        .map(RequiredParameter::name)
                        .toList();
        if (!missing.isEmpty()) {
            throw Rejection.missingParameters(missing);
        }
    }

    private static @Nullable String value(
            ClientRequest request,
            Map<String, String> path,
            Map<String, List<String>> query,
            RequiredParameter parameter) {
        return switch (parameter.location()) {
            case HEADER -> request.header(parameter.name());
            case PATH -> path.get(parameter.name());
            case QUERYSTRING -> query.getOrDefault(parameter.name(), List.of("")).getLast();
        };
    }

    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    /** Whether a call's body is to be looked at, for which it must be whole. */
    public static boolean readsBody(RestApiCall call, RequestRules rules) {
        return rules.schema(call.request().header("Content-Type")) != null;
    }

    /** The call, when its body is what its method asks for; else a future that failed with 400. */
    public static Future<RestApiCall> body(RestApiCall call, RequestRules rules) {
        BodySchema schema = rules.schema(call.request().header("Content-Type"));
        if (schema == null) {
            return Future.succeededFuture(call);
        }
        Buffer body = call.request().payload();
        Context context = Vertx.currentContext();
        if (body.length() <= LONG_BODY || context == null) {
            return outcome(call, schema.problem(body.getBytes()));
        }
        return context.<String>executeBlocking(
                        () -> Objects.requireNonNullElse(schema.problem(body.getBytes()), ""),
                        false)
                .compose(problem -> outcome(call, problem.isEmpty() ? null : problem));
    }

    private static Future<RestApiCall> outcome(RestApiCall call, @Nullable String problem) {
        if (problem == null) {
            return Future.succeededFuture(call);
        }
        call.failed(
                "Request body does not match model schema for content type %s: %s"
                        .formatted(
                                MediaTypes.essence(call.request().header("Content-Type")),
                                problem));
        return Future.failedFuture(Rejection.invalidBody(problem));
    }
}
