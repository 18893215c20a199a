package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.JsonTree;
import dev.gatehouse.wire.format.JsonWriter;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.format.TreeDecoder;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.nio.charset.StandardCharsets;

/** {@code restJson1}: Lambda and API Gateway. Members in path, query, headers, and a JSON body. */
final class RestJsonProtocol implements Protocol {
    static final RestJsonProtocol INSTANCE = new RestJsonProtocol();

    private RestJsonProtocol() {}

    @Override
    public Structure decode(OperationModel operation, WireRequest request) {
        try {
            Structure.Builder input = Structure.builder(operation.input());
            HttpBindings.decode(operation, request, input);
            Member payload = operation.input().payload();
            if (payload != null) {
                decodePayload(payload, request.body(), input);
            } else if (HttpBindings.hasBody(operation.input())) {
                JsonBody.decode(request.body(), input);
            }
            return IdempotencyTokens.fill(input).build();
        } catch (MalformedException malformed) {
            throw new ServiceException("SerializationException", 400, malformed.text());
        }
    }

    private static void decodePayload(Member payload, byte[] body, Structure.Builder input) {
        if (body.length == 0) {
            return;
        }
        switch (payload.shape().type()) {
            case BLOB -> input.set(payload.index(), body);
            case STRING -> input.set(payload.index(), new String(body, StandardCharsets.UTF_8));
            case STRUCTURE,
                    LIST,
                    MAP,
                    DOCUMENT,
                    BOOLEAN,
                    INTEGER,
                    LONG,
                    FLOAT,
                    DOUBLE,
                    TIMESTAMP -> {
                Object tree = JsonTree.read(body);
                if (tree != null) {
                    input.set(payload.index(), TreeDecoder.REQUESTS.value(payload.shape(), tree));
                }
            }
        }
    }

    @Override
    public WireResponse encode(OperationModel operation, Structure output, RequestId requestId) {
        Headers.Builder headers = headers(requestId);
        byte[] body = {};
        Member payload = output.shape().payload();
        if (payload != null) {
            Object value = output.value(payload.index());
            body = value == null ? body : payload(value);
            headers.set("Content-Type", contentType(operation, payload));
        } else if (HttpBindings.hasBody(output.shape())) {
            body = JsonWriter.write(output);
            headers.set("Content-Type", "application/json");
        }
        HeaderBindings.write(output, headers);
        return new WireResponse(HttpBindings.status(operation, output), headers.build(), body);
    }

    private static byte[] payload(Object value) {
        return switch (value) {
            case byte[] blob -> blob;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case Structure structure -> JsonWriter.write(structure);
            default -> JsonWriter.writeTree(value);
        };
    }

    private static String contentType(OperationModel operation, Member payload) {
        return switch (payload.shape().type()) {
            // What functions return is JSON, though the model calls it bytes.
            case BLOB ->
                    operation.service().name().equals("lambda")
                            ? "application/json"
                            : "application/octet-stream";
            case STRING -> "text/plain";
            case STRUCTURE, LIST, MAP, DOCUMENT, BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, TIMESTAMP ->
                    "application/json";
        };
    }

    @Override
    public WireResponse encodeError(
            ServiceModel service, ServiceException error, RequestId requestId) {
        Headers.Builder headers = headers(requestId);
        headers.set("Content-Type", "application/json");
        headers.set("x-amzn-ErrorType", ErrorShapes.name(service, error));
        Structure modelled = ErrorShapes.structure(service, error);
        if (modelled != null) {
            HeaderBindings.write(modelled, headers);
        }
        byte[] body = JsonWriter.writeTree(JsonBody.error(service, error, "message"));
        return new WireResponse(error.status(), headers.build(), body);
    }

    @Override
    public ServiceException unknownOperation(ServiceModel service, String operation) {
        return new ServiceException(
                "UnknownOperationException", 404, ErrorShapes.notImplemented(service, operation));
    }

    private static Headers.Builder headers(RequestId requestId) {
        return Headers.builder().add("x-amzn-RequestId", requestId.value());
    }
}
