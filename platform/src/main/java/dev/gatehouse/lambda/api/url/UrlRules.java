package dev.gatehouse.lambda.api.url;

import dev.gatehouse.aws.lambda.Cors;
import dev.gatehouse.lambda.model.StoredUrl.UrlCors;
import org.jspecify.annotations.Nullable;

/**
 * A function URL's rules for browsers, as requests and responses have them and as they are kept.
 */
final class UrlRules {
    private static final UrlCors NONE = new UrlCors(null, null, null, null, null, null);

    private UrlRules() {}

    /** Rules that say nothing are none. */
    static @Nullable UrlCors cors(@Nullable Cors given) {
        if (given == null) {
            return null;
        }
        UrlCors rules =
                new UrlCors(
                        given.allowCredentials(),
                        given.allowHeaders(),
                        given.allowMethods(),
                        given.allowOrigins(),
                        given.exposeHeaders(),
                        given.maxAge());
        return rules.equals(NONE) ? null : rules;
    }

    static @Nullable Cors cors(@Nullable UrlCors kept) {
        return kept == null
                ? null
                : Cors.builder()
                        .allowCredentials(kept.allowCredentials())
                        .allowHeaders(kept.allowHeaders())
                        .allowMethods(kept.allowMethods())
                        .allowOrigins(kept.allowOrigins())
                        .exposeHeaders(kept.exposeHeaders())
                        .maxAge(kept.maxAge())
                        .build();
    }
}
