package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.type.apigateway.ApiResource.Operations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code AWS::ApiGatewayV2::*}: HTTP APIs. */
public final class ApiGatewayV2Types {
    private static final String SERVICE = "apigatewayv2";
    private static final String API = "ApiId";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final TextNode NONE = JSON.textNode("");

    private ApiGatewayV2Types() {}

    public static ResourceType api() {
        return new DocumentedApi(
                new ApiResource(
                        "AWS::ApiGatewayV2::Api",
                        Set.of(
                                "Name",
                                "ProtocolType",
                                "Description",
                                "CorsConfiguration.AllowCredentials",
                                "CorsConfiguration.AllowHeaders",
                                "CorsConfiguration.AllowMethods",
                                "CorsConfiguration.AllowOrigins",
                                "CorsConfiguration.ExposeHeaders",
                                "CorsConfiguration.MaxAge",
                                "DisableExecuteApiEndpoint",
                                "RouteSelectionExpression",
                                "ApiKeySelectionExpression",
                                "Version",
                                "Tags.*"),
                        Set.of("ApiEndpoint", API),
                        new Operations(SERVICE, "Api", API, API, "", Set.of("Name")),
                        new Merges(
                                Map.ofEntries(
                                        Map.entry("Description", NONE),
                                        Map.entry("Version", NONE),
                                        Map.entry("RouteSelectionExpression", NONE),
                                        Map.entry("ApiKeySelectionExpression", NONE),
                                        Map.entry(
                                                "DisableExecuteApiEndpoint",
                                                JSON.booleanNode(false))))),
                Set.of("BasePath", "FailOnWarnings"),
                ApiGatewayV2Types::reimport);
    }

    private static void reimport(
            Target target, Physical api, ObjectNode head, ObjectNode declared) {
        ObjectNode input =
                Target.input()
                        .put(API, api.id())
                        .put("FailOnWarnings", declared.path("FailOnWarnings").asBoolean())
                        .put(
                                "Body",
                                new String(
                                        ApiDefinition.read(target, declared),
                                        StandardCharsets.UTF_8));
        if (declared.has("BasePath")) {
            input.set("Basepath", declared.get("BasePath"));
        }
        target.call(SERVICE, "ReimportApi", input);
        ObjectNode again = head.deepCopy().put(API, api.id());
        again.remove(List.of("ProtocolType", "Tags"));
        target.call(SERVICE, "UpdateApi", again);
        if (declared.has("Tags")) {
            ObjectNode tags =
                    Target.input()
                            .put("ResourceArn", target.arn("apigateway", "/apis/" + api.id()));
            tags.set("Tags", declared.get("Tags"));
            target.call(SERVICE, "TagResource", tags);
        }
    }

    public static ResourceType integration() {
        return new ApiResource(
                "AWS::ApiGatewayV2::Integration",
                Set.of(
                        API,
                        "IntegrationType",
                        "IntegrationUri",
                        "IntegrationMethod",
                        "PayloadFormatVersion",
                        "Description",
                        "ConnectionType",
                        "ConnectionId",
                        "TlsConfig.ServerNameToVerify",
                        "RequestParameters.*",
                        "IntegrationSubtype",
                        "CredentialsArn",
                        "ResponseParameters.*",
                        "ContentHandlingStrategy",
                        "PassthroughBehavior",
                        "RequestTemplates.*",
                        "TemplateSelectionExpression",
                        "TimeoutInMillis"),
                Set.of("IntegrationId"),
                child(
                        "Integration",
                        "IntegrationId",
                        Set.of("IntegrationType", "IntegrationUri", "IntegrationSubtype")),
                new Merges(
                        Map.ofEntries(
                                Map.entry("Description", NONE),
                                Map.entry("IntegrationMethod", NONE),
                                Map.entry("IntegrationSubtype", NONE),
                                Map.entry("CredentialsArn", NONE),
                                Map.entry("ContentHandlingStrategy", NONE),
                                Map.entry("PassthroughBehavior", JSON.textNode("WHEN_NO_MATCH")),
                                Map.entry("TemplateSelectionExpression", NONE),
                                Map.entry("ConnectionType", JSON.textNode("INTERNET")),
                                Map.entry("ConnectionId", NONE),
                                Map.entry("PayloadFormatVersion", JSON.textNode("1.0")),
                                Map.entry("TimeoutInMillis", JSON.numberNode(30_000)))));
    }

    public static ResourceType route() {
        return new ApiResource(
                "AWS::ApiGatewayV2::Route",
                Set.of(
                        API,
                        "RouteKey",
                        "Target",
                        "AuthorizationType",
                        "AuthorizerId",
                        "AuthorizationScopes",
                        "ApiKeyRequired",
                        "ModelSelectionExpression",
                        "RequestModels.*",
                        "RequestParameters.*",
                        "RouteResponseSelectionExpression",
                        "OperationName"),
                Set.of("RouteId"),
                child("Route", "RouteId", Set.of("RouteKey")),
                new Merges(
                        Map.of(
                                "AuthorizerId",
                                NONE,
                                "AuthorizationScopes",
                                JSON.arrayNode(),
                                "Target",
                                NONE,
                                "OperationName",
                                NONE,
                                "ApiKeyRequired",
                                JSON.booleanNode(false),
                                "ModelSelectionExpression",
                                NONE,
                                "RouteResponseSelectionExpression",
                                NONE,
                                "AuthorizationType",
                                JSON.textNode("NONE"))));
    }

    public static ResourceType authorizer() {
        return new ApiResource(
                "AWS::ApiGatewayV2::Authorizer",
                Set.of(
                        API,
                        "Name",
                        "AuthorizerType",
                        "AuthorizerUri",
                        "AuthorizerCredentialsArn",
                        "AuthorizerPayloadFormatVersion",
                        "AuthorizerResultTtlInSeconds",
                        "EnableSimpleResponses",
                        "IdentitySource",
                        "JwtConfiguration.Audience",
                        "JwtConfiguration.Issuer"),
                Set.of("AuthorizerId"),
                child("Authorizer", "AuthorizerId", Set.of("Name")),
                new Merges(
                        Map.of(
                                "AuthorizerCredentialsArn",
                                NONE,
                                "AuthorizerResultTtlInSeconds",
                                JSON.numberNode(0),
                                "EnableSimpleResponses",
                                JSON.booleanNode(false),
                                "IdentitySource",
                                JSON.arrayNode())));
    }

    public static ResourceType stage() {
        return new ApiResource(
                "AWS::ApiGatewayV2::Stage",
                Set.of(
                        API,
                        "StageName",
                        "AccessLogSettings.DestinationArn",
                        "AccessLogSettings.Format",
                        "AutoDeploy",
                        "ClientCertificateId",
                        "StageVariables.*",
                        "DefaultRouteSettings.*",
                        "RouteSettings.*",
                        "Description",
                        "DeploymentId",
                        "Tags.*"),
                Set.of(),
                child("Stage", "StageName", Set.of("StageName")),
                new Merges(
                        Map.of(
                                "Description",
                                NONE,
                                "ClientCertificateId",
                                NONE,
                                "AutoDeploy",
                                JSON.booleanNode(false),
                                "DefaultRouteSettings",
                                JSON.objectNode().put("DetailedMetricsEnabled", false))));
    }

    private static Operations child(String noun, String idMember, Set<String> looks) {
        return new Operations(SERVICE, noun, idMember, idMember, API, looks);
    }
}
