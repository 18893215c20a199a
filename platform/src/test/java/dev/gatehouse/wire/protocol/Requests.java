package dev.gatehouse.wire.protocol;

import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;
import java.nio.charset.StandardCharsets;

/** Short ways to write requests and read answers in tests. */
final class Requests {
    private Requests() {}

    /** A request with a text body; {@code headers} alternates names and values. */
    static WireRequest request(String method, String url, String body, String... headers) {
        Headers.Builder all = Headers.builder();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        String[] parts = url.split("\\?", 2);
        return new WireRequest(
                method,
                parts[0],
                parts.length > 1 ? parts[1] : "",
                all.build(),
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1");
    }

    static WireRequest form(String body) {
        return request(
                "POST",
                "/",
                body,
                "Content-Type",
                "application/x-www-form-urlencoded; charset=utf-8");
    }

    static String text(WireResponse response) {
        return new String(bytes(response), StandardCharsets.UTF_8);
    }

    /** The body of a response that has bytes or none. */
    static byte[] bytes(WireResponse response) {
        return response.body().buffered(Integer.MAX_VALUE).result().getBytes();
    }
}
