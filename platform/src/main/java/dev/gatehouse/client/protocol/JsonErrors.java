package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.JsonTree;
import dev.gatehouse.wire.format.MalformedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors of the JSON protocols: a type in a header or the body, a message in the body. */
final class JsonErrors {
    private JsonErrors() {}

    static ServiceException read(ServiceModel service, AwsResponse response) {
        Map<?, ?> body = body(response.bytes());
        Object type = response.headers().first("x-amzn-errortype");
        if (type == null) {
            type = body.containsKey("__type") ? body.get("__type") : body.get("code");
        }
        return Responses.error(service, response, type == null ? null : name(type), body);
    }

    /** {@code com.amazonaws.sqs#QueueDoesNotExist:http://…} is the error QueueDoesNotExist. */
    private static String name(Object type) {
        String text = type.toString();
        int end = text.indexOf(':');
        String qualified = end < 0 ? text : text.substring(0, end);
        return qualified.substring(qualified.indexOf('#') + 1);
    }

    private static Map<?, ?> body(byte[] bytes) {
        return tree(bytes) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static @Nullable Object tree(byte[] bytes) {
        try {
            return bytes.length == 0 ? null : JsonTree.read(bytes);
        } catch (MalformedException notJson) {
            return null;
        }
    }
}
