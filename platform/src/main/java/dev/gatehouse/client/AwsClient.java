package dev.gatehouse.client;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.Structures;
import java.io.InputStream;
import java.util.Map;

/**
 * Calls AWS services in one name and one region. Blocks: for virtual threads. Every error is a
 * {@link ServiceException}: the service's own, also when there was no response from it.
 */
public interface AwsClient {

    /**
     * Calls an operation.
     *
     * @throws ServiceException the service's error; {@code NotImplemented} where no node serves the
     *     operation, which names the setting that would
     */
    Structure call(OperationModel operation, Structure input);

    /**
     * Calls an operation whose output's payload is bytes, such as S3's GetObject, and hands these
     * on without holding them. The caller closes them.
     */
    InputStream payload(OperationModel operation, Structure input);

    /**
     * Sends a request as it is, signed where it leaves the node, once; errors of the service are
     * responses too. This is the path form of API Gateway's AWS integrations.
     *
     * @param service the signing name of the service
     */
    AwsResponse send(String service, AwsRequest request);

    /** Calls an operation with its typed views. */
    default <I extends View, O extends View> O call(Operation<I, O> operation, I input) {
        return operation.output(call(operation.model(), input.data()));
    }

    /**
     * Calls an operation with plain values.
     *
     * @param service the name of the service's model, such as {@code lambda} or {@code
     *     apigatewayv2}
     * @param operation its operation, such as {@code CreateFunction}
     * @param input members by the model's names: strings, numbers, booleans, byte arrays or base64
     *     text, instants, lists and maps
     * @return the output's members by the model's names
     */
    default Map<String, Object> call(String service, String operation, Map<String, ?> input) {
        OperationModel model = operation(service, operation);
        return Structures.toMap(call(model, Structures.fromMap(model.input(), input)));
    }

    /**
     * Sends an action by name: the action form of API Gateway's AWS integrations.
     *
     * @param request headers, query string and body of the action; its method and path are the
     *     protocol's
     */
    default AwsResponse action(ServiceModel service, String action, AwsRequest request) {
        return send(service.signingName(), ActionRequests.of(service, action, request));
    }

    /**
     * An operation by the names of its service's model and its own.
     *
     * @throws ServiceException {@code NotImplemented} when the models have no such operation
     */
    static OperationModel operation(String service, String operation) {
        OperationModel model = ServiceModel.load(service).operation(operation);
        if (model == null) {
            throw new ServiceException(
                    "NotImplemented",
                    501,
                    "The operation %s:%s is not one of AWS's".formatted(service, operation));
        }
        return model;
    }
}
