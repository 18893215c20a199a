package dev.gatehouse.cloudformation.resource;

import dev.gatehouse.cloudformation.resource.ApiChild.Operations;
import java.util.Set;

/** {@code AWS::ApiGatewayV2::*}: HTTP APIs. */
final class ApiGatewayV2Types {
    private static final String SERVICE = "apigatewayv2";
    private static final String API = "ApiId";

    private ApiGatewayV2Types() {}

    static ResourceType api() {
        return new ApiChild(
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
                Set.of("ApiEndpoint", "ApiId"));
    }

    static ResourceType integration() {
        return new ApiChild(
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
                Set.of("IntegrationId"));
    }

    static ResourceType route() {
        return new ApiChild(
                "AWS::ApiGatewayV2::Route",
                Set.of("ApiId", "RouteKey", "Target", "AuthorizationType", "OperationName"),
                Set.of("ApiId"),
                new Operations(SERVICE, "Route", "RouteId", API),
                Set.of("RouteId"));
    }

    static ResourceType stage() {
        return new ApiChild(
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
                Set.of());
    }
}
