package dev.gatehouse.app.engine;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.wire.Beside;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * The way of clients' requests to the development engine. URLs of the engine in its responses, such
 * as those of queues, lead to this node, as the client addressed it.
 */
public final class EngineCalls implements Beside {
    /** Of one connection, or of the response's form on it. */
    private static final Set<String> OF_THE_TRANSPORT =
            Set.of("connection", "content-length", "date", "server", "transfer-encoding");

    private final EngineEndpoints endpoints;
    private final Engine engine;
    private final AwsServices services;

    public EngineCalls(EngineEndpoints endpoints, Engine engine, AwsServices services) {
        this.endpoints = endpoints;
        this.engine = engine;
        this.services = services;
    }

    @Override
    public boolean serves(String service) {
        return endpoints.isEngines(service);
    }

    @Override
    public WireResponse send(
            AccountId account, Region region, String service, WireRequest request) {
        AwsRequest sent =
                new AwsRequest(
                        request.method(),
                        request.rawPath(),
                        request.rawQuery(),
                        request.headers(),
                        request.body());
        AwsResponse response = services.forward(account, region, service, sent);
        Headers.Builder headers = Headers.builder();
        response.headers()
                .forEach(
                        (name, value) -> {
                            if (!OF_THE_TRANSPORT.contains(name.toLowerCase(Locale.ROOT))) {
                                headers.add(name, value);
                            }
                        });
        String host = request.headers().first("host");
        byte[] body = addressed(response.bytes(), host == null ? "localhost" : host);
        return new WireResponse(response.status(), headers.build(), body);
    }

    private byte[] addressed(byte[] body, String host) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String own = engine.endpoint() + "/";
        return text.contains(own)
                ? text.replace(own, "http://" + host + '/').getBytes(StandardCharsets.ISO_8859_1)
                : body;
    }
}
