package dev.gatehouse.client;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.gatehouse.wire.format.UrlText;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.protocol.IdempotencyTokens;
import java.io.InputStream;
import java.net.URLEncoder;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Calls the services behind one endpoint.
 *
 * @param connections the way there
 * @param retries what is tried again; shared by all who call the endpoint
 * @param signing with what key, and for which region
 * @param naming headers that every request has, in place of its own, where the development engine
 *     is the endpoint; empty for others
 */
public record EndpointClient(
        Connections connections, Retries retries, Signing signing, Map<String, String> naming)
        implements AwsClient {

    /** What the engine has beside services: all that is in it, of every account. */
    private static final Pattern OF_THE_ENGINE = Pattern.compile("/moto-api|/latest/|/favicon");

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
        String target = request.headers().first("X-Amz-Target");
        String path = target == null ? request.path() : "/";
        if (OF_THE_ENGINE.matcher(UrlText.decode(path, false)).lookingAt()) {
            throw new ServiceException("InvalidAction", 404, "No service has the path " + path);
        }
        String query = target == null ? request.query() : action(target);
        return new AwsRequest(request.method(), path, query, headers.build(), request.body());
    }

    /**
     * What a header asks for, as a query. The engine looks for an action and for parameters in the
     * query first, then in the body as if it were a form, also within a text in JSON, and only then
     * in that header.
     */
    private static String action(String target) {
        String name = target.substring(target.lastIndexOf('.') + 1);
        return "Action=" + URLEncoder.encode(name, UTF_8);
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
