package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.sigv4.ChunkSignatures;
import dev.gatehouse.identity.sigv4.SignableRequest;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head says of the chunks that its payload comes in.
 *
 * @param decodedLength how long the payload itself is; -1 when that was not said
 * @param announced the names of headers that come after it, in lower case
 */
record Framing(long decodedLength, Set<String> announced) {

    static Framing of(SignableRequest request) {
        Set<String> names = new HashSet<>();
        for (String list : request.headers().getOrDefault("x-amz-trailer", List.of())) {
            for (String name : list.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return new Framing(decodedLength(request), names);
    }

    /** A length that is none is 0: then no payload fits. */
    private static long decodedLength(SignableRequest request) {
        String text = request.header("x-amz-decoded-content-length");
        if (text == null) {
            return -1;
        }
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    ChunkedInput chunks(InputStream body, @Nullable ChunkSignatures signatures) {
        return new ChunkedInput(body, signatures, decodedLength, announced);
    }
}
