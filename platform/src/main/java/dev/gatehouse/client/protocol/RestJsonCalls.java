package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.JsonTree;
import dev.gatehouse.wire.format.JsonWriter;
import dev.gatehouse.wire.format.TreeDecoder;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.protocol.HeaderBindings;
import java.nio.charset.StandardCharsets;

/** {@code restJson1}: members in path, query, headers, and a JSON body. */
final class RestJsonCalls implements ClientProtocol {
    static final RestJsonCalls INSTANCE = new RestJsonCalls();

    private RestJsonCalls() {}

    @Override
    public AwsRequest encode(OperationModel operation, Structure input) {
        // API Gateway would write HAL to a client that does not ask for JSON.
        Headers.Builder headers = Headers.builder().set("Accept", "application/json");
        byte[] body = body(input, headers);
        HeaderBindings.write(input, headers);
        RequestLine line = RequestLine.of(operation, input);
        return new AwsRequest(
                operation.http().method(), line.path(), line.query(), headers.build(), body);
    }

    private static byte[] body(Structure input, Headers.Builder headers) {
        Member payload = input.shape().payload();
        if (payload == null) {
            if (!Responses.hasBody(input.shape())) {
                return new byte[0];
            }
            headers.set("Content-Type", "application/json");
            return JsonWriter.write(input);
        }
        return switch (input.value(payload.index())) {
            case null -> new byte[0];
            case byte[] blob -> {
                headers.set("Content-Type", "application/octet-stream");
                yield blob;
            }
            case String text -> {
                headers.set("Content-Type", "text/plain");
                yield text.getBytes(StandardCharsets.UTF_8);
            }
            case Structure structure -> {
                headers.set("Content-Type", "application/json");
                yield JsonWriter.write(structure);
            }
            case Object tree -> {
                headers.set("Content-Type", "application/json");
                yield JsonWriter.writeTree(tree);
            }
        };
    }

    @Override
    public Structure decode(OperationModel operation, AwsResponse response) {
        return Responses.read(operation, () -> read(operation.output(), response));
    }

    private static Structure read(Shape output, AwsResponse response) {
        Structure.Builder members = Responses.head(output, response);
        byte[] body = response.bytes();
        Member payload = output.payload();
        if (payload != null) {
            Object raw = Responses.rawPayload(payload, body);
            Object tree = raw == null && body.length > 0 ? JsonTree.read(body) : null;
            members.set(
                    payload.index(),
                    tree == null ? raw : TreeDecoder.RESPONSES.value(payload.shape(), tree));
        } else if (body.length > 0 && Responses.hasBody(output)) {
            TreeDecoder.RESPONSES.members(members, JsonTree.read(body));
        }
        return members.build();
    }

    @Override
    public ServiceException error(ServiceModel service, AwsResponse response) {
        return JsonErrors.read(service, response);
    }
}
