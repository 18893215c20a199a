package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.aws.apigatewayv2.Cors;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What AWS assumes of an HTTP API's settings, and which of them can be had. */
final class HttpApiRules {
    private static final String BY_ROUTE = "$request.method $request.path";
    private static final Set<String> ROUTE_SELECTIONS =
            Set.of(BY_ROUTE, "${request.method} ${request.path}");
    private static final String API_KEY_HEADER = "$request.header.x-api-key";

    private HttpApiRules() {}

    /** The API with AWS's defaults for what it does not say. */
    static Api withDefaults(Api api) {
        return api.toBuilder()
                .apiKeySelectionExpression(
                        Objects.requireNonNullElse(api.apiKeySelectionExpression(), API_KEY_HEADER))
                .routeSelectionExpression(
                        Objects.requireNonNullElse(api.routeSelectionExpression(), BY_ROUTE))
                .disableExecuteApiEndpoint(Boolean.TRUE.equals(api.disableExecuteApiEndpoint()))
                .ipAddressType(Objects.requireNonNullElse(api.ipAddressType(), "ipv4"))
                .tags(Objects.requireNonNullElse(api.tags(), Map.of()))
                .build();
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    static void check(Api api) {
        if (api.name() == null || api.name().isBlank()) {
            throw badRequest("Name must not be empty");
        }
        reject("disableSchemaValidation", api.disableSchemaValidation());
        if (!ROUTE_SELECTIONS.contains(api.routeSelectionExpression())) {
            throw badRequest(
                    "Route selection expression is currently limited to \"${request.method}"
                            + " ${request.path}\"");
        }
        if (!API_KEY_HEADER.equals(api.apiKeySelectionExpression())) {
            throw unsupported("apiKeySelectionExpression " + api.apiKeySelectionExpression());
        }
        TagRules.check(api.tags());
        if (api.corsConfiguration() != null) {
            checkCors(api.corsConfiguration());
        }
    }

    private static void checkCors(Cors cors) {
        List<String> origins = Objects.requireNonNullElse(cors.allowOrigins(), List.of());
        if (Boolean.TRUE.equals(cors.allowCredentials()) && origins.contains("*")) {
            throw badRequest(
                    "Invalid corsConfiguration: allowCredentials cannot be true when allowOrigins"
                            + " contains *");
        }
        for (String origin : origins) {
            if (!origin.equals("*") && !origin.matches("[a-zA-Z][a-zA-Z0-9+.-]*://.+")) {
                throw badRequest("Invalid format for origin " + origin);
            }
        }
    }
}
