package dev.gatehouse.client.protocol;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;

/** How a client of a service writes requests and reads responses. Implementations hold no state. */
public sealed interface ClientProtocol
        permits RestJsonCalls, AwsJsonCalls, AwsQueryCalls, RestXmlCalls {

    /** The request for an input whose constraints were checked. */
    AwsRequest encode(OperationModel operation, Structure input);

    /**
     * The output of a response that is no error; members the model does not know are passed over.
     *
     * @throws ServiceException {@code SerializationException} when it cannot be read
     */
    Structure decode(OperationModel operation, AwsResponse response);

    /** The error of a response that is one. */
    ServiceException error(ServiceModel service, AwsResponse response);

    /** The protocol to call a service in: of those it knows, the first that clients have here. */
    static ClientProtocol of(ServiceModel service) {
        return service.wire().protocols().stream()
                .filter(name -> name != ProtocolName.RPC_V2_CBOR)
                .findFirst()
                .map(ClientProtocol::of)
                .orElseThrow(
                        () -> new IllegalArgumentException("only CBOR is spoken by " + service));
    }

    /**
     * @throws IllegalArgumentException for CBOR: every service that speaks it speaks another too
     */
    static ClientProtocol of(ProtocolName name) {
        return switch (name) {
            case REST_JSON_1 -> RestJsonCalls.INSTANCE;
            case AWS_JSON_1_0 -> AwsJsonCalls.VERSION_1_0;
            case AWS_JSON_1_1 -> AwsJsonCalls.VERSION_1_1;
            case AWS_QUERY -> AwsQueryCalls.INSTANCE;
            case REST_XML -> RestXmlCalls.INSTANCE;
            case RPC_V2_CBOR -> throw new IllegalArgumentException("clients do not speak CBOR");
        };
    }
}
