package dev.gatehouse.gateway.transform;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.plan.integration.ContentHandling;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Converts bodies between text and bytes, as the tables of "Content type conversions in API
 * Gateway" have it.
 */
final class ContentConversion {
    private ContentConversion() {}

    /**
     * A body after its conversion.
     *
     * @param isText whether a template can read it
     * @param changed whether it is another than the one that came
     */
    record Content(Buffer bytes, boolean isText, boolean changed) {

        /**
         * What a template sees in place of the body that came; null for that.
         *
         * @throws Rejection for bytes, which no template can read
         */
        @Nullable String forTemplate() {
            if (!isText) {
                throw Rejection.misconfigured();
            }
            return changed ? bytes.toString() : null;
        }
    }

    /** The client's body, binary when its Content-Type is among the API's binary media types. */
    static Content request(Buffer body, boolean binary, @Nullable ContentHandling handling) {
        return switch (handling) {
            case null -> new Content(body, !binary, false);
            case CONVERT_TO_TEXT -> binary ? encoded(body) : new Content(body, true, false);
            case CONVERT_TO_BINARY -> binary ? new Content(body, false, false) : decoded(body);
        };
    }

    /**
     * The backend's body.
     *
     * @param binary whether its Content-Type is among the API's binary media types
     * @param binaryAccepted whether the client's Accept is
     */
    static Content response(
            Buffer body,
            boolean binary,
            boolean binaryAccepted,
            @Nullable ContentHandling handling) {
        boolean toText =
                handling == ContentHandling.CONVERT_TO_TEXT || handling == null && !binaryAccepted;
        if (binary) {
            return toText ? encoded(body) : new Content(body, false, false);
        }
        return toText ? new Content(body, true, false) : decoded(body);
    }

    private static Content encoded(Buffer body) {
        return new Content(Buffer.buffer(Base64.getEncoder().encode(body.getBytes())), true, true);
    }

    private static Content decoded(Buffer body) {
        try {
            byte[] text =
                    body.toString(StandardCharsets.ISO_8859_1)
                            .strip()
                            .getBytes(StandardCharsets.ISO_8859_1);
            return new Content(Buffer.buffer(Base64.getDecoder().decode(text)), false, true);
        } catch (IllegalArgumentException notBase64) {
            throw Rejection.misconfigured();
        }
    }
}
