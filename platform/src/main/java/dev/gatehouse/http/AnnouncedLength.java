package dev.gatehouse.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a request's head says of the length of its body. */
final class AnnouncedLength {
    private AnnouncedLength() {}

    /** {@link Body#UNKNOWN} when it does not say; the parser has checked that it is a number. */
    static long of(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            boolean streamed =
                    request.version() == HttpVersion.HTTP_2
                            || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
            return streamed ? Body.UNKNOWN : 0;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
