package dev.gatehouse.proxy;

import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.kernel.RequestId;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The names of one request.
 *
 * @param requestId the id of a REST API's request
 * @param extendedRequestId 16 characters of URL-safe Base64; HTTP APIs know no other id
 * @param trace the X-Ray trace header, the client's own or a new root
 */
public record RequestIds(RequestId requestId, String extendedRequestId, String trace) {
    private static final int EXTENDED_BYTES = 11;
    private static final Base64.Encoder IDS = Base64.getUrlEncoder();

    /**
     * Names a request.
     *
     * @param trace the client's X-Amzn-Trace-Id, when it sent one
     * @param millis when the request came, since 1970; part of a new trace id
     */
    public static RequestIds next(@Nullable String trace, long millis) {
        byte[] random = new byte[EXTENDED_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        String root = trace != null && trace.contains("Root=") ? trace : TraceHeader.root(millis);
        return new RequestIds(RequestId.next(), IDS.encodeToString(random), root);
    }
}
