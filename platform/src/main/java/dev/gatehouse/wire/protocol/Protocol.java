package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.WireRequest;
import dev.gatehouse.wire.WireResponse;

/**
 * How requests, answers and errors of a service look on the wire. Implementations hold no state.
 */
public interface Protocol {

    /**
     * Reads the input of an operation; does not yet check constraints.
     *
     * @throws ServiceException {@code SerializationException} when the request cannot be read
     */
    Structure decode(OperationModel operation, WireRequest request);

    /** Writes the output of an operation. */
    WireResponse encode(OperationModel operation, Structure output, RequestId requestId);

    /** Writes a refusal. */
    WireResponse encodeError(ServiceModel service, ServiceException error, RequestId requestId);

    /** The refusal of an operation the service does not have, or that nobody implements. */
    ServiceException unknownOperation(ServiceModel service, String operation);
}
