package dev.gatehouse.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a head says of the length of its body. */
public final class AnnouncedLength {
    private AnnouncedLength() {}

    /** {@link Body#UNKNOWN} when it does not say; the parser has checked that it is a number. */
    public static long of(HttpServerRequest request) {
        long length = of(request.headers());
        return length == Body.UNKNOWN && !mayStream(request) ? 0 : length;
    }

    private static boolean mayStream(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** The same of a response that has a body. */
    public static long of(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return Body.UNKNOWN;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
