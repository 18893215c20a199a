package dev.gatehouse.gateway.apigateway.openapi;

import dev.gatehouse.gateway.openapi.BasePath;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a document is imported.
 *
 * @param merge whether what the API has and the document has not stays
 * @param endpointType the type of endpoint that a new API gets; null for AWS's default
 * @param documentation whether the document's documentation is taken, too
 * @param failOnWarnings whether a warning is as much as an error
 */
record ImportOptions(
        boolean merge,
        BasePath basePath,
        @Nullable String endpointType,
        boolean documentation,
        @Nullable Boolean failOnWarnings) {

    /**
     * @param parameters the query of the request, as far as it has no members of its own
     */
    static ImportOptions of(
            boolean merge, @Nullable Map<String, String> parameters, @Nullable Boolean fail) {
        Map<String, String> asked = Objects.requireNonNullElse(parameters, Map.of());
        return new ImportOptions(
                merge,
                BasePath.of(asked.get("basepath")),
                asked.get("endpointConfigurationTypes"),
                !asked.getOrDefault("ignore", "").equals("documentation"),
                fail);
    }
}
