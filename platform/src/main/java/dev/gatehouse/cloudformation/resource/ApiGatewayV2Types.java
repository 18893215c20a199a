package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gatehouse.cloudformation.resource.ApiChild.Operations;
import java.util.Map;
import java.util.Set;

/**
 * {@code AWS::ApiGatewayV2::*}: HTTP APIs. The last map of each type is what an update sends for a
 * property that the template no longer has: API Gateway's default, or the empty text that clears.
 */
final class ApiGatewayV2Types {
    private static final String SERVICE = "apigatewayv2";
    private static final String API = "ApiId";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode NONE = JSON.textNode("");
    private static final JsonNode FALSE = JSON.booleanNode(false);

    private ApiGatewayV2Types() {}

    static ResourceType api() {
        return new MergedApiChild(
                new ApiChild(
                        "AWS::ApiGatewayV2::Api",
                        Set.of(
                                "Name",
                                "ProtocolType",
                                "Description",
                                "CorsConfiguration",
                                "DisableExecuteApiEndpoint",
                                "RouteSelectionExpression",
                                "Version",
                                "Tags"),
                        Set.of("ProtocolType"),
                        new Operations(SERVICE, "Api", API, ""),
                        Set.of("ApiEndpoint", "ApiId")),
                Map.of(
                        "Description",
                        NONE,
                        "Version",
                        NONE,
                        "RouteSelectionExpression",
                        NONE,
                        "DisableExecuteApiEndpoint",
                        FALSE));
    }

    static ResourceType integration() {
        return new MergedApiChild(
                new ApiChild(
                        "AWS::ApiGatewayV2::Integration",
                        Set.of(
                                "ApiId",
                                "IntegrationType",
                                "IntegrationUri",
                                "IntegrationMethod",
                                "PayloadFormatVersion",
                                "Description",
                                "ConnectionType",
                                "TimeoutInMillis",
                                "RequestParameters",
                                "ResponseParameters"),
                        Set.of("ApiId"),
                        new Operations(SERVICE, "Integration", "IntegrationId", API),
                        Set.of("IntegrationId")),
                Map.of(
                        "Description",
                        NONE,
                        "IntegrationMethod",
                        NONE,
                        "ConnectionType",
                        JSON.textNode("INTERNET"),
                        "PayloadFormatVersion",
                        JSON.textNode("1.0"),
                        "TimeoutInMillis",
                        JSON.numberNode(30_000)));
    }

    static ResourceType route() {
        return new MergedApiChild(
                new ApiChild(
                        "AWS::ApiGatewayV2::Route",
                        Set.of("ApiId", "RouteKey", "Target", "AuthorizationType", "OperationName"),
                        Set.of("ApiId"),
                        new Operations(SERVICE, "Route", "RouteId", API),
                        Set.of("RouteId")),
                Map.of(
                        "Target",
                        NONE,
                        "OperationName",
                        NONE,
                        "AuthorizationType",
                        JSON.textNode("NONE")));
    }

    static ResourceType stage() {
        return new MergedApiChild(
                new ApiChild(
                        "AWS::ApiGatewayV2::Stage",
                        Set.of(
                                "ApiId",
                                "StageName",
                                "AutoDeploy",
                                "StageVariables",
                                "Description",
                                "DeploymentId"),
                        Set.of("ApiId", "StageName"),
                        new Operations(SERVICE, "Stage", "StageName", API),
                        Set.of()),
                Map.of("Description", NONE, "AutoDeploy", FALSE));
    }
}
