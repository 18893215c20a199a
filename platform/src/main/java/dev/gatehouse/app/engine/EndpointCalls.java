package dev.gatehouse.app.engine;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.client.http.Connections;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way of clients' requests to services at endpoints of their own and to the development engine:
 * signed with the node's key, for who called was judged here. The endpoint's URLs of queues lead to
 * this node, as the client addressed it.
 */
public final class EndpointCalls implements Beside {
    /** Of one connection, or of the response's form on it. */
    private static final Set<String> OF_THE_TRANSPORT =
            Set.of("connection", "content-length", "date", "server", "transfer-encoding");

    /** What a caller's own signature consists of; it says nothing to the endpoint. */
    private static final Set<String> OF_THE_SIGNATURE =
            Set.of("authorization", "x-amz-date", "x-amz-security-token");

    private static final String QUEUES = "sqs";

    private final EngineEndpoints endpoints;
    private final AwsServices services;

    public EndpointCalls(EngineEndpoints endpoints, AwsServices services) {
        this.endpoints = endpoints;
        this.services = services;
    }

    @Override
    public boolean serves(String service) {
        return endpoints.has(service);
    }

    @Override
    public WireResponse send(
            AccountId account, Region region, String service, WireRequest request) {
        AwsRequest sent =
                new AwsRequest(
                        request.method(),
                        request.rawPath(),
                        withoutSignature(request.rawQuery()),
                        withoutSignature(request.headers()),
                        request.body());
        AwsResponse response = response(account, region, service, sent);
        Headers.Builder headers = Headers.builder();
        response.headers()
                .forEach(
                        (name, value) -> {
                            if (!OF_THE_TRANSPORT.contains(name.toLowerCase(Locale.ROOT))) {
                                headers.add(name, value);
                            }
                        });
        String host = request.headers().first("host");
        byte[] body = addressed(service, response.bytes(), host == null ? "localhost" : host);
        return new WireResponse(response.status(), headers.build(), body);
    }

    private AwsResponse response(
            AccountId account, Region region, String service, AwsRequest request) {
        try {
            return services.forward(account, region, service, request);
        } catch (ServiceException problem) {
            // The client's own SDK has that code for the node.
            throw problem.code().equals(Connections.NOT_REACHABLE)
                    ? new ServiceException("ServiceUnavailable", problem.status(), problem.text())
                    : problem;
        }
    }

    private static Headers withoutSignature(Headers all) {
        Headers.Builder kept = Headers.builder();
        all.forEach(
                (name, value) -> {
                    if (!OF_THE_SIGNATURE.contains(name.toLowerCase(Locale.ROOT))) {
                        kept.add(name, value);
                    }
                });
        return kept.build();
    }

    /** A link is signed in its query. */
    private static String withoutSignature(String query) {
        return query.contains("X-Amz-Signature=")
                ? Arrays.stream(query.split("&", -1))
                        .filter(each -> !each.startsWith("X-Amz-"))
                        .collect(Collectors.joining("&"))
                : query;
    }

    /** What other services say is what was put into them. */
    private byte[] addressed(String service, byte[] body, String host) {
        if (!service.equals(QUEUES)) {
            return body;
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String own = endpoints.of(service) + "/";
        return text.contains(own)
                ? text.replace(own, "http://" + host + '/').getBytes(StandardCharsets.ISO_8859_1)
                : body;
    }
}
