package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors of the protocols that name them in the body, as {@code __type}. */
final class TypedErrors {
    private TypedErrors() {}

    static Map<String, Object> body(ServiceModel service, ServiceException error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", ErrorShapes.name(service, error));
        body.putAll(JsonBody.error(service, error, "message"));
        return body;
    }

    /** Tells clients that knew the service by the query protocol the code it had there. */
    static void addQueryCode(
            ServiceModel service, ServiceException error, Headers.Builder headers) {
        if (service.wire().queryCompatible()) {
            headers.add(
                    "x-amzn-query-error",
                    ErrorShapes.code(service, error) + ";" + ErrorShapes.type(error));
        }
    }
}
