package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.Deployment;
import dev.gatehouse.aws.apigateway.DocumentationPart;
import dev.gatehouse.aws.apigateway.DocumentationVersion;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.RequestValidator;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.Stage;
import dev.gatehouse.gateway.resource.Naming;
import dev.gatehouse.gateway.resource.ResourceType;
import java.util.List;

/** How each type of resource of a REST API is kept and named. */
public final class RestTypes {
    public static final ResourceType<RestApi> API =
            ResourceType.of(
                            "apigateway.restapi",
                            RestApi.builder().build(),
                            RestApi::new,
                            Naming.by(
                                            "id",
                                            "restApiId",
                                            "Invalid API identifier specified %2$s:%1$s")
                                    .collection("restapis"))
                    .announced();

    /** With its methods, their integrations and responses. */
    public static final ResourceType<Resource> RESOURCE =
            ResourceType.of(
                    "apigateway.resource",
                    Resource.builder().build(),
                    Resource::new,
                    Naming.by("id", "resourceId", "Invalid Resource identifier specified").in(API));

    public static final ResourceType<Deployment> DEPLOYMENT =
            ResourceType.of(
                    "apigateway.deployment",
                    Deployment.builder().build(),
                    Deployment::new,
                    Naming.by("id", "deploymentId", "Invalid Deployment identifier specified")
                            .in(API));

    public static final ResourceType<Stage> STAGE =
            ResourceType.of(
                            "apigateway.stage",
                            Stage.builder().build(),
                            Stage::new,
                            Naming.by("stageName", "Invalid stage identifier specified")
                                    .in(API)
                                    .collection("stages"))
                    .announced();

    public static final ResourceType<Model> MODEL =
            ResourceType.of(
                    "apigateway.model",
                    Model.builder().build(),
                    Model::new,
                    Naming.by("name", "modelName", "Invalid model name specified: %s").in(API));

    public static final ResourceType<RequestValidator> REQUEST_VALIDATOR =
            ResourceType.of(
                    "apigateway.requestvalidator",
                    RequestValidator.builder().build(),
                    RequestValidator::new,
                    Naming.by(
                                    "id",
                                    "requestValidatorId",
                                    "Invalid Request Validator identifier specified")
                            .in(API));

    /** Those that were customised. */
    public static final ResourceType<GatewayResponse> GATEWAY_RESPONSE =
            ResourceType.of(
                    "apigateway.gatewayresponse",
                    GatewayResponse.builder().build(),
                    GatewayResponse::new,
                    Naming.by("responseType", "Gateway response type not defined on api")
                            .below(API));

    public static final ResourceType<Authorizer> AUTHORIZER =
            ResourceType.of(
                    "apigateway.authorizer",
                    Authorizer.builder().build(),
                    Authorizer::new,
                    Naming.by("id", "authorizerId", "Invalid Authorizer identifier specified")
                            .in(API));

    public static final ResourceType<DocumentationPart> DOCUMENTATION_PART =
            ResourceType.of(
                    "apigateway.documentationpart",
                    DocumentationPart.builder().build(),
                    DocumentationPart::new,
                    Naming.by(
                                    "id",
                                    "documentationPartId",
                                    "Invalid Documentation part identifier specified")
                            .in(API));

    public static final ResourceType<DocumentationVersion> DOCUMENTATION_VERSION =
            ResourceType.of(
                    "apigateway.documentationversion",
                    DocumentationVersion.builder().build(),
                    DocumentationVersion::new,
                    Naming.by(
                                    "version",
                                    "documentationVersion",
                                    "Invalid Documentation version specified")
                            .in(API));

    /** What is deleted with an API. */
    public static final List<ResourceType<?>> OF_AN_API =
            List.of(
                    RESOURCE,
                    DEPLOYMENT,
                    STAGE,
                    MODEL,
                    REQUEST_VALIDATOR,
                    GATEWAY_RESPONSE,
                    AUTHORIZER,
                    DOCUMENTATION_PART,
                    DOCUMENTATION_VERSION);

    /** Kept within its resource. */
    public static final ResourceType<Method> METHOD =
            ResourceType.of(
                    "apigateway.method", Method.builder().build(), Method::new, Naming.NONE);

    /** Kept within its method. */
    public static final ResourceType<MethodResponse> METHOD_RESPONSE =
            ResourceType.of(
                    "apigateway.methodresponse",
                    MethodResponse.builder().build(),
                    MethodResponse::new,
                    Naming.NONE);

    /** Kept within its method. */
    public static final ResourceType<Integration> INTEGRATION =
            ResourceType.of(
                    "apigateway.integration",
                    Integration.builder().build(),
                    Integration::new,
                    Naming.NONE);

    /** Kept within its integration. */
    public static final ResourceType<IntegrationResponse> INTEGRATION_RESPONSE =
            ResourceType.of(
                    "apigateway.integrationresponse",
                    IntegrationResponse.builder().build(),
                    IntegrationResponse::new,
                    Naming.NONE);

    private RestTypes() {}
}
