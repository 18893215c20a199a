package dev.gatehouse.wire;

import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Between wire requests and what signatures cover of them. */
final class Signed {
    private static final String ENCODING = "content-encoding";

    private Signed() {}

    static SignableRequest request(WireRequest request) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : request.headers().names()) {
            headers.put(name, request.headers().all(name));
        }
        return new SignableRequest(
                request.method(), request.rawPath(), request.rawQuery(), headers);
    }

    /** A request whose body came in a framing, as its operation reads it. */
    static WireRequest unframed(WireRequest request, byte[] body, Map<String, String> trailers) {
        WireRequest unframed = withoutFraming(request);
        Headers.Builder headers = unframed.headers().toBuilder();
        trailers.forEach(headers::set);
        return new WireRequest(
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                headers.build(),
                body,
                request.sourceIp());
    }

    /** The request without the name of its body's framing, and as yet without its body. */
    static WireRequest withoutFraming(WireRequest request) {
        if (!request.headers().has(ENCODING)) {
            return request;
        }
        Headers.Builder headers = Headers.builder();
        request.headers()
                .forEach(
                        (name, value) -> {
                            String kept = name.equals(ENCODING) ? withoutFraming(value) : value;
                            if (!kept.isEmpty()) {
                                headers.add(name, kept);
                            }
                        });
        return new WireRequest(
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                headers.build(),
                request.body(),
                request.sourceIp());
    }

    private static String withoutFraming(String encodings) {
        StringBuilder kept = new StringBuilder();
        for (String encoding : encodings.split(",")) {
            if (!encoding.strip().toLowerCase(Locale.ROOT).equals("aws-chunked")) {
                kept.append(kept.isEmpty() ? "" : ",").append(encoding.strip());
            }
        }
        return kept.toString();
    }
}
