package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.Location;
import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.protocol.HeaderBindings;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the protocols share in reading responses. */
final class Responses {
    private Responses() {}

    /** Sets the members that status and headers carry. */
    static Structure.Builder head(Shape output, AwsResponse response) {
        Structure.Builder members = Structure.builder(output);
        for (Member member : output.members()) {
            Object value =
                    switch (member.location()) {
                        case HEADER, HEADERS -> HeaderBindings.read(member, response.headers());
                        case STATUS -> response.status();
                        case BODY, URI, QUERY -> null;
                    };
            members.set(member.index(), value);
        }
        return members;
    }

    /** A payload that is the body as it stands; null where the model has it be a document. */
    static @Nullable Object rawPayload(Member payload, byte[] body) {
        return switch (payload.shape().type()) {
            case BLOB -> body;
            case STRING -> new String(body, StandardCharsets.UTF_8);
            case STRUCTURE, LIST, MAP, DOCUMENT, BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, TIMESTAMP ->
                    null;
        };
    }

    static boolean hasBody(Shape shape) {
        return shape.members().stream().anyMatch(member -> member.location() == Location.BODY);
    }

    /** Reads an output; what cannot be read is the service's error, not the caller's. */
    static Structure read(OperationModel operation, Supplier<Structure> reading) {
        try {
            return reading.get();
        } catch (MalformedException malformed) {
            throw new ServiceException(
                    "SerializationException",
                    502,
                    "The response to %s cannot be read: %s".formatted(operation, malformed.text()));
        }
    }

    /** An error with the members that its model knows. */
    static ServiceException error(
            ServiceModel service, AwsResponse response, @Nullable String code, Map<?, ?> fields) {
        String name = code == null || code.isEmpty() ? unnamed(response.status()) : code;
        Shape shape = service.error(name);
        Map<String, Object> members = new LinkedHashMap<>();
        String message = null;
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            String field_ = String.valueOf(field.getKey());
            if (field_.equalsIgnoreCase("message")) {
                message = String.valueOf(field.getValue());
            } else if (shape != null && shape.memberOnWire(field_) != null) {
                members.put(field_, field.getValue());
            }
        }
        return new ServiceException(
                shape == null ? name : shape.name(),
                response.status(),
                message == null ? "HTTP status " + response.status() : message,
                members);
    }

    /** Errors without a body, as of HEAD requests, have nothing but their status. */
    private static String unnamed(int status) {
        return switch (status) {
            case 400 -> "BadRequest";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            default -> "HTTP" + status;
        };
    }
}
