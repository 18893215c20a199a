package dev.gatehouse.gateway.apigateway.openapi;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of API Gateway's own an export has beside OpenAPI.
 *
 * @param integrations what methods lead to
 * @param authorizers who decides about callers
 * @param documentation the documentation parts
 * @param all everything but the documentation
 */
record ExportExtensions(
        boolean integrations, boolean authorizers, boolean documentation, boolean all) {

    /**
     * @param parameters the query of the request: {@code extensions} lists them
     */
    static ExportExtensions of(@Nullable Map<String, String> parameters) {
        String listed =
                Objects.requireNonNullElse(parameters, Map.<String, String>of())
                        .getOrDefault("extensions", "");
        Set<String> names = new TreeSet<>();
        for (String name : listed.split(",", -1)) {
            names.add(name.strip());
        }
        boolean all = names.contains("apigateway");
        return new ExportExtensions(
                all || names.contains("integrations"),
                all || names.contains("authorizers"),
                names.contains("documentation"),
                all);
    }
}
