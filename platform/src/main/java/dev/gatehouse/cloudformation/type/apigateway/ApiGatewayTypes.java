package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.type.apigateway.ApiResource.Operations;
import java.util.Set;

/** {@code AWS::ApiGateway::*}: REST APIs. */
public final class ApiGatewayTypes {
    private static final String SERVICE = "apigateway";
    private static final String API = "restApiId";

    private static final Set<String> PATCHED =
            Set.of(
                    "Name",
                    "Description",
                    "BinaryMediaTypes",
                    "ApiKeySourceType",
                    "DisableExecuteApiEndpoint",
                    "MinimumCompressionSize",
                    "SecurityPolicy",
                    "EndpointAccessMode",
                    "Policy");

    private ApiGatewayTypes() {}

    public static ResourceType restApi() {
        return new DocumentedApi(
                new ApiResource(
                        "AWS::ApiGateway::RestApi",
                        Set.of(
                                "Name",
                                "Description",
                                "BinaryMediaTypes",
                                "ApiKeySourceType",
                                "EndpointConfiguration.Types",
                                "EndpointConfiguration.IpAddressType",
                                "EndpointConfiguration.VpcEndpointIds",
                                "SecurityPolicy",
                                "EndpointAccessMode",
                                "CloneFrom",
                                "DisableExecuteApiEndpoint",
                                "MinimumCompressionSize",
                                "Policy.*",
                                "Tags.*"),
                        Set.of("RootResourceId", "RestApiId"),
                        new Operations(SERVICE, "RestApi", "id", API, "", Set.of("Name")),
                        new Patches(PATCHED)),
                Set.of("FailOnWarnings", "Mode", "Parameters.*"),
                ApiGatewayTypes::put);
    }

    private static void put(Target target, Physical api, ObjectNode head, ObjectNode declared) {
        ObjectNode input =
                Target.input()
                        .put(API, api.id())
                        .put("mode", declared.path("Mode").asText("overwrite"))
                        .put("failOnWarnings", declared.path("FailOnWarnings").asBoolean())
                        .put("body", ApiDefinition.read(target, declared));
        if (declared.has("Parameters")) {
            input.set("parameters", declared.get("Parameters"));
        }
        target.call(SERVICE, "PutRestApi", input);
        ObjectNode patch = Target.input().put(API, api.id());
        patch.set("patchOperations", Patches.of(PATCHED, Target.input(), Operations.written(head)));
        target.call(SERVICE, "UpdateRestApi", patch);
    }

    public static ResourceType resource() {
        return new ApiResource(
                "AWS::ApiGateway::Resource",
                Set.of("RestApiId", "ParentId", "PathPart"),
                Set.of(),
                new Operations(
                        SERVICE,
                        "Resource",
                        "id",
                        "resourceId",
                        API,
                        Set.of("ParentId", "PathPart")),
                new Patches(Set.of()));
    }

    public static ResourceType authorizer() {
        return new ApiResource(
                "AWS::ApiGateway::Authorizer",
                Set.of(
                        "RestApiId",
                        "Name",
                        "Type",
                        "AuthType",
                        "AuthorizerUri",
                        "AuthorizerCredentials",
                        "AuthorizerResultTtlInSeconds",
                        "IdentitySource",
                        "IdentityValidationExpression",
                        "ProviderARNs",
                        "JwtConfiguration.*"),
                Set.of("AuthorizerId"),
                new Operations(SERVICE, "Authorizer", "id", "authorizerId", API, Set.of("Name")),
                new Patches(
                        Set.of(
                                "Name",
                                "Type",
                                "AuthType",
                                "AuthorizerUri",
                                "AuthorizerCredentials",
                                "AuthorizerResultTtlInSeconds",
                                "IdentitySource",
                                "IdentityValidationExpression",
                                "ProviderARNs",
                                "JwtConfiguration")));
    }

    public static ResourceType deployment() {
        return new DeploymentType(
                new ApiResource(
                        "AWS::ApiGateway::Deployment",
                        Set.of("RestApiId", "Description"),
                        Set.of(),
                        new Operations(
                                SERVICE,
                                "Deployment",
                                "id",
                                "deploymentId",
                                API,
                                Set.of("Description")),
                        new Patches(Set.of("Description"))));
    }

    public static ResourceType documentationPart() {
        return new ApiResource(
                "AWS::ApiGateway::DocumentationPart",
                Set.of(
                        "RestApiId",
                        "Location.Type",
                        "Location.Path",
                        "Location.Method",
                        "Location.StatusCode",
                        "Location.Name",
                        "Properties"),
                Set.of("DocumentationPartId"),
                new Operations(
                        SERVICE,
                        "DocumentationPart",
                        "id",
                        "documentationPartId",
                        API,
                        Set.of("Properties")),
                new Patches(Set.of("Properties")));
    }

    public static ResourceType requestValidator() {
        Set<String> asked = Set.of("ValidateRequestBody", "ValidateRequestParameters");
        return new ApiResource(
                "AWS::ApiGateway::RequestValidator",
                Set.of("RestApiId", "Name", "ValidateRequestBody", "ValidateRequestParameters"),
                Set.of("RequestValidatorId"),
                new Operations(
                        SERVICE,
                        "RequestValidator",
                        "id",
                        "requestValidatorId",
                        API,
                        Set.of("Name")),
                new Patches(asked));
    }
}
