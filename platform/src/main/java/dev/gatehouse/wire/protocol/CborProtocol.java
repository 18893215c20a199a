package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.CborReader;
import dev.gatehouse.wire.format.CborWriter;
import dev.gatehouse.wire.format.MalformedException;
import dev.gatehouse.wire.format.TreeDecoder;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.util.Map;

/** {@code rpcv2Cbor}: CloudWatch. The operation in the path, CBOR both ways. */
final class CborProtocol implements Protocol {
    static final CborProtocol INSTANCE = new CborProtocol();

    private CborProtocol() {}

    @Override
    public Structure decode(OperationModel operation, WireRequest request) {
        try {
            Structure.Builder input = Structure.builder(operation.input());
            if (request.body().length > 0) {
                TreeDecoder.REQUESTS.members(input, CborReader.read(request.body()));
            }
            return IdempotencyTokens.fill(input).build();
        } catch (MalformedException malformed) {
            throw new ServiceException("SerializationException", 400, malformed.text());
        }
    }

    @Override
    public WireResponse encode(OperationModel operation, Structure output, RequestId requestId) {
        return new WireResponse(200, headers(requestId).build(), CborWriter.write(output));
    }

    @Override
    public WireResponse encodeError(
            ServiceModel service, ServiceException error, RequestId requestId) {
        Map<String, Object> body = TypedErrors.body(service, error);
        Headers.Builder headers = headers(requestId);
        TypedErrors.addQueryCode(service, error, headers);
        return new WireResponse(error.status(), headers.build(), CborWriter.write(body));
    }

    @Override
    public ServiceException unknownOperation(ServiceModel service, String operation) {
        return new ServiceException(
                "UnknownOperationException", 404, ErrorShapes.notImplemented(service, operation));
    }

    private static Headers.Builder headers(RequestId requestId) {
        return Headers.builder()
                .add("smithy-protocol", "rpc-v2-cbor")
                .add("Content-Type", "application/cbor")
                .add("x-amzn-RequestId", requestId.value());
    }
}
