package dev.gatehouse.lambda.registry;

import dev.gatehouse.lambda.model.StoredUrl;
import dev.gatehouse.lambda.model.StoredUrl.UrlCors;
import dev.gatehouse.lambda.plan.FunctionUrl;
import dev.gatehouse.lambda.plan.FunctionUrl.AuthType;
import dev.gatehouse.lambda.plan.FunctionUrl.InvokeMode;
import dev.gatehouse.proxy.cors.CorsRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of a stored function URL what the data plane serves. */
final class UrlPlans {
    private UrlPlans() {}

    static FunctionUrl of(StoredUrl url) {
        return new FunctionUrl(
                url.id(),
                url.alias(),
                AuthType.valueOf(url.authType()),
                url.invokeMode() == null
                        ? InvokeMode.BUFFERED
                        : InvokeMode.valueOf(url.invokeMode()),
                url.cors() == null ? null : rules(url.cors()));
    }

    private static CorsRules rules(UrlCors cors) {
        return new CorsRules(
                orNone(cors.allowOrigins()),
                orNone(cors.allowMethods()),
                orNone(cors.allowHeaders()),
                orNone(cors.exposeHeaders()),
                Boolean.TRUE.equals(cors.allowCredentials()),
                cors.maxAge());
    }

    private static List<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
