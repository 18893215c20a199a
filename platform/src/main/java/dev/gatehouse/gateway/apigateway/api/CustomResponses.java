package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.gateway.apigateway.method.Mappings;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each gateway response type sends: its customisation, its fallback's, or AWS's default. */
public final class CustomResponses {
    private static final Map<String, String> USUAL_TEMPLATES =
            Map.of("application/json", "{\"message\":$context.error.messageString}");

    private CustomResponses() {}

    /** A customisation with AWS's defaults for what it does not say. */
    public static GatewayResponse complete(GatewayResponse given, GatewayResponseType type) {
        Map<String, String> templates = given.responseTemplates();
        boolean usual = templates == null || templates.isEmpty();
        String status = given.statusCode();
        return given.toBuilder()
                .responseType(type.name())
                .statusCode(status == null ? usualStatus(type) : status)
                .responseParameters(
                        Objects.requireNonNullElse(given.responseParameters(), Map.of()))
                .responseTemplates(usual ? USUAL_TEMPLATES : templates)
                .defaultResponse(false)
                .build();
    }

    private static @Nullable String usualStatus(GatewayResponseType type) {
        return type.fallback() == null ? null : Integer.toString(type.status());
    }

    /** What the type sends now; {@code defaultResponse} says that it was not customised itself. */
    static GatewayResponse inForce(Repositories in, String apiId, GatewayResponseType type) {
        Optional<GatewayResponse> own = find(in, apiId, type);
        if (own.isPresent()) {
            return own.get();
        }
        GatewayResponseType fallback = type.fallback();
        GatewayResponse inherited =
                fallback == null ? null : find(in, apiId, fallback).orElse(null);
        GatewayResponse shown = inherited == null ? GatewayResponse.builder().build() : inherited;
        return complete(shown, type).toBuilder().defaultResponse(true).build();
    }

    private static Optional<GatewayResponse> find(
            Repositories in, String apiId, GatewayResponseType type) {
        return in.of(RestTypes.GATEWAY_RESPONSE, apiId).find(type.name());
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    public static void check(GatewayResponse response) {
        Mappings.checkTypes(response.responseTemplates());
        Objects.requireNonNullElse(response.responseParameters(), Map.<String, String>of())
                .forEach(
                        (target, source) -> {
                            if (HeaderMapping.parse(target, source).isEmpty()) {
                                throw badRequest(
                                        "Invalid mapping expression specified: Validation Result:"
                                                + " warnings : [], errors : [Invalid mapping"
                                                + " expression specified: "
                                                + source
                                                + "]");
                            }
                        });
    }

    /** The customised responses by type. */
    public static Map<GatewayResponseType, GatewayResponse> byType(
            Iterable<GatewayResponse> responses) {
        Map<GatewayResponseType, GatewayResponse> byType = new LinkedHashMap<>();
        responses.forEach(
                response ->
                        byType.put(
                                GatewayResponseType.valueOf(
                                        String.valueOf(response.responseType())),
                                response));
        return byType;
    }
}
