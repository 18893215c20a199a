package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;

/**
 * How requests, responses and errors of a service look on the wire. Implementations hold no state.
 */
public sealed interface Protocol
        permits RestJsonProtocol, AwsJsonProtocol, AwsQueryProtocol, RestXmlProtocol, CborProtocol {

    /**
     * Reads the input of an operation; does not yet check constraints. Idempotency tokens the
     * client left out are filled in, as its SDK would have done.
     *
     * @throws ServiceException {@code SerializationException} or the protocol's own word for it
     *     when the request cannot be read
     */
    Structure decode(OperationModel operation, WireRequest request);

    /** Writes the output of an operation. */
    WireResponse encode(OperationModel operation, Structure output, RequestId requestId);

    /** Writes a rejection. */
    WireResponse encodeError(ServiceModel service, ServiceException error, RequestId requestId);

    /**
     * The rejection of an operation the service does not have, or that is not implemented.
     *
     * @param operation its name, or method and path where the request names none
     */
    ServiceException unknownOperation(ServiceModel service, String operation);

    /** The protocol of a name. */
    static Protocol of(ProtocolName name) {
        return switch (name) {
            case REST_JSON_1 -> RestJsonProtocol.INSTANCE;
            case AWS_JSON_1_0 -> AwsJsonProtocol.VERSION_1_0;
            case AWS_JSON_1_1 -> AwsJsonProtocol.VERSION_1_1;
            case AWS_QUERY -> AwsQueryProtocol.INSTANCE;
            case REST_XML -> RestXmlProtocol.INSTANCE;
            case RPC_V2_CBOR -> CborProtocol.INSTANCE;
        };
    }
}
