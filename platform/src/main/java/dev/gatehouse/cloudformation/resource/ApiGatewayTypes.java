package dev.gatehouse.cloudformation.resource;

import dev.gatehouse.cloudformation.resource.ApiChild.Operations;
import java.util.Set;

/**
 * {@code AWS::ApiGateway::*}: REST APIs. Their updates are patches, so a change replaces all but
 * the parts {@link PatchedApiChild} knows how to patch.
 */
final class ApiGatewayTypes {
    private static final String SERVICE = "apigateway";
    private static final String API = "restApiId";

    private ApiGatewayTypes() {}

    static ResourceType restApi() {
        return new PatchedApiChild(
                new ApiChild(
                        "AWS::ApiGateway::RestApi",
                        Set.of(
                                "Name",
                                "Description",
                                "BinaryMediaTypes",
                                "EndpointConfiguration",
                                "Tags"),
                        Set.of("EndpointConfiguration"),
                        new Operations(SERVICE, "RestApi", "id", ""),
                        Set.of("RootResourceId")),
                API,
                Set.of("Name", "Description", "BinaryMediaTypes"));
    }

    static ResourceType resource() {
        return new PatchedApiChild(
                new ApiChild(
                        "AWS::ApiGateway::Resource",
                        Set.of("RestApiId", "ParentId", "PathPart"),
                        Set.of("RestApiId", "ParentId", "PathPart"),
                        new Operations(SERVICE, "Resource", "id", API),
                        Set.of()),
                "resourceId",
                Set.of());
    }

    static ResourceType deployment() {
        return new PatchedApiChild(
                new ApiChild(
                        "AWS::ApiGateway::Deployment",
                        Set.of("RestApiId", "Description"),
                        Set.of("RestApiId"),
                        new Operations(SERVICE, "Deployment", "id", API),
                        Set.of()),
                "deploymentId",
                Set.of("Description"));
    }

    static ResourceType stage() {
        return new PatchedApiChild(
                new ApiChild(
                        "AWS::ApiGateway::Stage",
                        Set.of(
                                "RestApiId",
                                "DeploymentId",
                                "StageName",
                                "Description",
                                "Variables"),
                        Set.of("RestApiId", "StageName"),
                        new Operations(SERVICE, "Stage", "stageName", API),
                        Set.of()),
                "stageName",
                Set.of("DeploymentId", "Description", "Variables"));
    }
}
