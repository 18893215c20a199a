package dev.gatehouse.lambda.plan;

import dev.gatehouse.proxy.cors.CorsRules;
import org.jspecify.annotations.Nullable;

/**
 * A URL under which a function can be called.
 *
 * @param id the first label of its host
 * @param alias the alias it calls; empty for the function itself
 * @param cors what it says to browsers; null when that is the function's affair
 */
public record FunctionUrl(
        String id, String alias, AuthType authType, InvokeMode mode, @Nullable CorsRules cors) {

    /** Who may call. */
    public enum AuthType {
        /** Whom the function's policy lets in, whoever that is. */
        NONE,
        /** Who signs and is allowed. */
        AWS_IAM
    }

    /** How responses come. */
    public enum InvokeMode {
        BUFFERED,
        RESPONSE_STREAM
    }
}
