package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.JsonWriter;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.util.Map;

/**
 * {@code awsJson1_0} and {@code awsJson1_1}: one path, the operation in {@code X-Amz-Target}, JSON
 * both ways.
 */
final class AwsJsonProtocol implements Protocol {
    static final AwsJsonProtocol VERSION_1_0 = new AwsJsonProtocol("application/x-amz-json-1.0");
    static final AwsJsonProtocol VERSION_1_1 = new AwsJsonProtocol("application/x-amz-json-1.1");

    private final String contentType;

    private AwsJsonProtocol(String contentType) {
        this.contentType = contentType;
    }

    @Override
    public Structure decode(OperationModel operation, WireRequest request) {
        try {
            Structure.Builder input = Structure.builder(operation.input());
            JsonBody.decode(request.body(), input);
            return IdempotencyTokens.fill(input).build();
        } catch (MalformedException malformed) {
            throw new ServiceException("SerializationException", 400, malformed.text());
        }
    }

    @Override
    public WireResponse encode(OperationModel operation, Structure output, RequestId requestId) {
        boolean nothing = output.shape().members().isEmpty();
        byte[] body = nothing ? new byte[0] : JsonWriter.write(output);
        return new WireResponse(200, headers(requestId).build(), body);
    }

    @Override
    public WireResponse encodeError(
            ServiceModel service, ServiceException error, RequestId requestId) {
        Map<String, Object> body = TypedErrors.body(service, error);
        Headers.Builder headers = headers(requestId);
        TypedErrors.addQueryCode(service, error, headers);
        return new WireResponse(error.status(), headers.build(), JsonWriter.writeTree(body));
    }

    @Override
    public ServiceException unknownOperation(ServiceModel service, String operation) {
        return new ServiceException(
                "UnknownOperationException", 400, ErrorShapes.notImplemented(service, operation));
    }

    private Headers.Builder headers(RequestId requestId) {
        return Headers.builder()
                .add("Content-Type", contentType)
                .add("x-amzn-RequestId", requestId.value());
    }
}
