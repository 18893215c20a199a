package dev.gatehouse.wire;

import dev.gatehouse.identity.sigv4.Payload;
import dev.gatehouse.identity.sigv4.SignableRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Between wire requests and what signatures cover of them. */
final class Signed {
    private Signed() {}

    static SignableRequest request(WireRequest request) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : request.headers().names()) {
            headers.put(name, request.headers().all(name));
        }
        return new SignableRequest(
                request.method(), request.rawPath(), request.rawQuery(), headers);
    }

    /** The request as its operation reads it: without the framing of a chunked payload. */
    static WireRequest unframed(WireRequest request, Payload payload) {
        if (payload.bytes() == request.body()) {
            return request;
        }
        Headers.Builder headers = Headers.builder();
        request.headers()
                .forEach(
                        (name, value) -> {
                            String kept =
                                    name.equals("content-encoding") ? withoutFraming(value) : value;
                            if (!kept.isEmpty()) {
                                headers.add(name, kept);
                            }
                        });
        payload.trailers().forEach(headers::set);
        return new WireRequest(
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                headers.build(),
                payload.bytes(),
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
