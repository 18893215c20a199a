package dev.gatehouse.cloudformation.type.apigateway;

import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.type.apigateway.ApiResource.Operations;
import java.util.Set;

/** {@code AWS::ApiGateway::*}: REST APIs. */
public final class ApiGatewayTypes {
    private static final String SERVICE = "apigateway";
    private static final String API = "restApiId";

    private ApiGatewayTypes() {}

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
                        "ProviderARNs"),
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
                                "ProviderARNs")));
    }

    public static ResourceType deployment() {
        return new ApiResource(
                "AWS::ApiGateway::Deployment",
                Set.of("RestApiId", "Description"),
                Set.of(),
                new Operations(
                        SERVICE, "Deployment", "id", "deploymentId", API, Set.of("Description")),
                new Patches(Set.of("Description")));
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
