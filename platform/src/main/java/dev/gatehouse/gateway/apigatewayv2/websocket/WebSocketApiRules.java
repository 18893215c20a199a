package dev.gatehouse.gateway.apigatewayv2.websocket;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.onlyOfHttp;

import dev.gatehouse.aws.apigatewayv2.Api;
import dev.gatehouse.gateway.plan.websocket.SelectionExpression;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What AWS assumes of a WebSocket API's settings, and what they may say. */
public final class WebSocketApiRules {
    /** The key is a header of the handshake. */
    static final String KEY_IN_HEADER = "$request.header.x-api-key";

    /** The key is what the authorizer of {@code $connect} gave. */
    static final String KEY_OF_AUTHORIZER = "$context.authorizer.usageIdentifierKey";

    private static final Set<String> KEY_SELECTIONS = Set.of(KEY_IN_HEADER, KEY_OF_AUTHORIZER);

    private WebSocketApiRules() {}

    /** The API with AWS's defaults for what it does not say. */
    public static Api withDefaults(Api api) {
        return api.toBuilder()
                .apiKeySelectionExpression(
                        Objects.requireNonNullElse(api.apiKeySelectionExpression(), KEY_IN_HEADER))
                .disableExecuteApiEndpoint(Boolean.TRUE.equals(api.disableExecuteApiEndpoint()))
                .ipAddressType(Objects.requireNonNullElse(api.ipAddressType(), "ipv4"))
                .tags(Objects.requireNonNullElse(api.tags(), Map.of()))
                .build();
    }

    /** Rejects what AWS rejects, and what the data plane cannot do. */
    public static void check(Api api) {
        if (api.name() == null || api.name().isBlank()) {
            throw badRequest("Name must not be empty");
        }
        onlyOfHttp("corsConfiguration", api.corsConfiguration());
        String selection = Objects.requireNonNullElse(api.routeSelectionExpression(), "");
        if (selection.isEmpty()) {
            throw badRequest("RouteSelectionExpression is required for WebSocket APIs");
        }
        List<String> variables = SelectionExpression.of(selection).variables();
        if (!variables.stream().allMatch(name -> name.startsWith("request.body."))) {
            throw badRequest(
                    "Invalid routeSelectionExpression specified. WebSocket APIs select routes by"
                            + " $request.body.{path_to_body_element}");
        }
        if (!KEY_SELECTIONS.contains(api.apiKeySelectionExpression())) {
            throw badRequest(
                    "Invalid apiKeySelectionExpression specified: "
                            + api.apiKeySelectionExpression());
        }
        TagRules.check(api.tags());
    }
}
