package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.type.apigateway.ApiResource.Operations;
import java.util.Map;
import java.util.Set;

/** {@code AWS::ApiGatewayV2::*} of WebSocket APIs, and deployments, which other APIs have too. */
final class WebSocketTypes {
    private static final String SERVICE = "apigatewayv2";
    private static final String API = "ApiId";
    private static final TextNode NONE = JsonNodeFactory.instance.textNode("");

    private WebSocketTypes() {}

    static ResourceType deployment() {
        return new ApiResource(
                "AWS::ApiGatewayV2::Deployment",
                Set.of(API, "Description"),
                Set.of("DeploymentId"),
                new Operations(
                        SERVICE,
                        "Deployment",
                        "DeploymentId",
                        "DeploymentId",
                        API,
                        Set.of("Description")),
                new Merges(Map.of("Description", NONE)));
    }

    static ResourceType model() {
        return new ApiResource(
                "AWS::ApiGatewayV2::Model",
                Set.of(API, "Name", "ContentType", "Description", "Schema.*"),
                Set.of("ModelId"),
                new Operations(SERVICE, "Model", "ModelId", "ModelId", API, Set.of("Name")),
                new Merges(
                        Map.of(
                                "Description",
                                NONE,
                                "ContentType",
                                JsonNodeFactory.instance.textNode("application/json"))));
    }

    static ResourceType routeResponse() {
        return new ApiResource(
                "AWS::ApiGatewayV2::RouteResponse",
                Set.of(
                        API,
                        "RouteId",
                        "RouteResponseKey",
                        "ModelSelectionExpression",
                        "ResponseModels.*",
                        "ResponseParameters.*"),
                Set.of("RouteResponseId"),
                new Operations(
                        SERVICE,
                        "RouteResponse",
                        "RouteResponseId",
                        "RouteResponseId",
                        API,
                        Set.of("RouteResponseKey"),
                        "RouteId"),
                new Merges(Map.of("ModelSelectionExpression", NONE)));
    }

    static ResourceType integrationResponse() {
        return new ApiResource(
                "AWS::ApiGatewayV2::IntegrationResponse",
                Set.of(
                        API,
                        "IntegrationId",
                        "IntegrationResponseKey",
                        "ContentHandlingStrategy",
                        "ResponseParameters.*",
                        "ResponseTemplates.*",
                        "TemplateSelectionExpression"),
                Set.of("IntegrationResponseId"),
                new Operations(
                        SERVICE,
                        "IntegrationResponse",
                        "IntegrationResponseId",
                        "IntegrationResponseId",
                        API,
                        Set.of("IntegrationResponseKey"),
                        "IntegrationId"),
                new Merges(
                        Map.of(
                                "ContentHandlingStrategy",
                                NONE,
                                "TemplateSelectionExpression",
                                NONE)));
    }
}
