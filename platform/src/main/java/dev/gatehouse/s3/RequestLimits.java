package dev.gatehouse.s3;

import dev.gatehouse.aws.View;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How much a request may say, whatever its operation. */
final class RequestLimits {
    private static final int KEY_BYTES_MAX = 1_024;
    private static final int METADATA_BYTES_MAX = 2_048;

    private RequestLimits() {}

    /**
     * @throws ServiceException KeyTooLongError, MetadataTooLarge; NotImplemented for a key that no
     *     database takes
     */
    static void check(View input) {
        if (input.data().value("Key") instanceof String key) {
            require("KeyTooLongError", "Your key is too long", bytes(key), KEY_BYTES_MAX);
            S3Errors.reject("a key with the character U+0000", key.indexOf('\0') < 0 ? null : key);
        }
        if (input.data().value("Metadata") instanceof Map<?, ?> metadata) {
            int size = 0;
            for (Map.Entry<?, ?> each : metadata.entrySet()) {
                size += bytes(each.getKey()) + bytes(each.getValue());
            }
            require(
                    "MetadataTooLarge",
                    "Your metadata headers exceed the maximum allowed metadata size",
                    size,
                    METADATA_BYTES_MAX);
        }
    }

    private static void require(String code, String message, int size, int most) {
        if (size > most) {
            throw new ServiceException(
                    code, 400, message, Map.of("Size", size, "MaxSizeAllowed", most));
        }
    }

    private static int bytes(Object text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
