package dev.gatehouse.lambda.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function URL, of a function or of one of its aliases.
 *
 * @param id the first label of its host
 * @param alias the alias it calls; empty for the function itself
 * @param authType {@code NONE} or {@code AWS_IAM}
 * @param cors what browsers may do; null when that is the function's affair
 * @param invokeMode {@code BUFFERED} or {@code RESPONSE_STREAM}; null when nobody ever said
 */
public record StoredUrl(
        String id,
        String alias,
        String authType,
        @Nullable UrlCors cors,
        @Nullable String invokeMode,
        Instant created,
        Instant modified) {

    /** As it was configured, since it is shown so: what was not said is null. */
    public record UrlCors(
            @Nullable Boolean allowCredentials,
            @Nullable List<String> allowHeaders,
            @Nullable List<String> allowMethods,
            @Nullable List<String> allowOrigins,
            @Nullable List<String> exposeHeaders,
            @Nullable Integer maxAge) {}
}
