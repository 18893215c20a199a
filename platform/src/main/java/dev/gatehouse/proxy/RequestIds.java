package dev.gatehouse.proxy;

import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.kernel.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The names of one request. Each is made when it is first asked for: an HTTP API shows no request
 * id, and few requests are asked for their trace. On the request's event loop.
 */
public final class RequestIds {
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private static final int LETTER_BITS = 6;
    private static final int LETTERS = 15;

    /** What the last letter of 11 bytes has no bits for. */
    private static final int LAST_LETTER = 0b111100;

    private final long millis;
    private final @Nullable String given;
    private @Nullable RequestId requestId;
    private @Nullable String extendedRequestId;
    private @Nullable String trace;

    private RequestIds(@Nullable String given, long millis) {
        this.given = given;
        this.millis = millis;
    }

    /** Names that are known. */
    public RequestIds(RequestId requestId, String extendedRequestId, String trace) {
        this(trace, 0);
        this.requestId = requestId;
        this.extendedRequestId = extendedRequestId;
        this.trace = trace;
    }

    /**
     * Names a request.
     *
     * @param trace the client's X-Amzn-Trace-Id, when it sent one
     * @param millis when the request came, since 1970; part of a new trace id
     */
    public static RequestIds next(@Nullable String trace, long millis) {
        return new RequestIds(trace, millis);
    }

    /** The id of a REST API's request. */
    public RequestId requestId() {
        RequestId known = requestId;
        if (known == null) {
            known = RequestId.next();
            requestId = known;
        }
        return known;
    }

    /** 16 characters of URL-safe Base64; HTTP APIs know no other id. */
    public String extendedRequestId() {
        String known = extendedRequestId;
        if (known == null) {
            known = extended(ThreadLocalRandom.current());
            extendedRequestId = known;
        }
        return known;
    }

    /** The Base64 of 11 random bytes, letter by letter. */
    private static String extended(ThreadLocalRandom random) {
        byte[] letters = new byte[LETTERS + 1];
        long bits = 0;
        for (int i = 0; i < LETTERS; i++) {
            if (i % (Long.SIZE / LETTER_BITS) == 0) {
                bits = random.nextLong();
            }
            int mask = i == LETTERS - 1 ? LAST_LETTER : ALPHABET.length - 1;
            letters[i] = ALPHABET[(int) bits & mask];
            bits >>>= LETTER_BITS;
        }
        letters[LETTERS] = '=';
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    /** The X-Ray trace header, the client's own or a new root. */
    public String trace() {
        String known = trace;
        if (known == null) {
            known = given != null && given.contains("Root=") ? given : TraceHeader.root(millis);
            trace = known;
        }
        return known;
    }
}
