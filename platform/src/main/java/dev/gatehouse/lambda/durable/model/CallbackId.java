package dev.gatehouse.lambda.durable.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a callback is named by outside.
 *
 * @param execution the execution that waits
 * @param operation its operation
 */
public record CallbackId(ExecutionArn execution, String operation) {
    private static final char BETWEEN = '#';

    /** Reads an id; empty when it is none. */
    public static Optional<CallbackId> parse(String text) {
        String plain;
        try {
            plain = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        int between = plain.lastIndexOf(BETWEEN);
        return between < 0
                ? Optional.empty()
                : ExecutionArn.parse(plain.substring(0, between))
                        .map(arn -> new CallbackId(arn, plain.substring(between + 1)));
    }

    @Override
    public String toString() {
        String plain = execution + String.valueOf(BETWEEN) + operation;
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
