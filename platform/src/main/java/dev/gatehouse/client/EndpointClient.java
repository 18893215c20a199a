package dev.gatehouse.client;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.client.http.Connections;
import dev.gatehouse.client.http.Retries;
import dev.gatehouse.client.http.Signing;
import dev.gatehouse.client.protocol.ClientProtocol;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.protocol.IdempotencyTokens;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;

/**
 * Calls the services behind one endpoint.
 *
 * @param connections the way there
 * @param retries what is tried again; shared by all who call the endpoint
 * @param signing with what key, and for which region
 * @param naming headers that every request has, in place of its own
 */
public record EndpointClient(
        Connections connections, Retries retries, Signing signing, Map<String, String> naming)
        implements AwsClient {

    @Override
    public Structure call(OperationModel operation, Structure input) {
        if (operation.output().members().stream()
                .anyMatch(member -> member.shape().is(Shape.Flag.EVENT_STREAM))) {
            throw new ServiceException(
                    "NotImplemented", 501, "%s streams its events".formatted(operation));
        }
        ClientProtocol protocol = ClientProtocol.of(operation.service());
        AwsRequest request = request(protocol, operation, input);
        return retries.run(
                () ->
                        protocol.decode(
                                operation,
                                succeeded(protocol, operation, request, connections::exchange)));
    }

    @Override
    public InputStream payload(OperationModel operation, Structure input) {
        ClientProtocol protocol = ClientProtocol.of(operation.service());
        AwsRequest request = request(protocol, operation, input);
        return retries.run(() -> succeeded(protocol, operation, request, connections::open)).body();
    }

    @Override
    public AwsResponse send(String service, AwsRequest request) {
        return connections.exchange(signing.sign(named(request), service, connections.host()));
    }

    private AwsRequest named(AwsRequest request) {
        if (naming.isEmpty()) {
            return request;
        }
        Headers.Builder headers = request.headers().toBuilder();
        naming.forEach(headers::set);
        return new AwsRequest(
                request.method(), request.path(), request.query(), headers.build(), request.body());
    }

    /** The request for an input; each attempt repeats the idempotency token made here. */
    private AwsRequest request(ClientProtocol protocol, OperationModel operation, Structure input) {
        return named(protocol.encode(operation, IdempotencyTokens.fill(input.toBuilder()).build()));
    }

    private AwsResponse succeeded(
            ClientProtocol protocol,
            OperationModel operation,
            AwsRequest request,
            Function<AwsRequest, AwsResponse> exchange) {
        ServiceModel service = operation.service();
        AwsRequest ready =
                operation.unsigned()
                        ? request
                        : signing.sign(request, service.signingName(), connections.host());
        AwsResponse response = exchange.apply(ready);
        if (!response.succeeded()) {
            throw protocol.error(service, response);
        }
        return response;
    }
}
