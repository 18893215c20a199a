package dev.gatehouse.proxy.cors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP API's {@code corsConfiguration}.
 *
 * @param allowOrigins exact origins, {@code *}, or prefixes such as {@code https://*}
 * @param maxAgeSeconds how long browsers may keep a preflight response; null to leave it to them
 */
public record CorsRules(
        List<String> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        boolean allowCredentials,
        @Nullable Integer maxAgeSeconds) {
    public CorsRules {
        allowOrigins = List.copyOf(allowOrigins);
        allowMethods = List.copyOf(allowMethods);
        allowHeaders = List.copyOf(allowHeaders);
        exposeHeaders = List.copyOf(exposeHeaders);
    }
}
