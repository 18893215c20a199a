package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.GatewayResponseType;
import software.amazon.awssdk.services.apigateway.model.GetGatewayResponseResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** REST APIs as the AWS SDK for Java makes, deploys and changes them, and what is then served. */
@Tag("node")
class RestControlPlaneTest {
    private static final String FUNCTION =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                    + "arn:aws:lambda:us-east-1:000000000000:function:pets/invocations";

    private final ScriptedFunction function = new ScriptedFunction();
    private ApiGatewayNode node;
    private Path data;
    private String api;
    private String root;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        data = folder;
        node = new ApiGatewayNode(folder, function);
        CreateRestApiResponse created =
                node.rest.createRestApi(
                        request ->
                                request.name("pets")
                                        .endpointConfiguration(e -> e.types(EndpointType.REGIONAL))
                                        .tags(Map.of("team", "zoo")));
        api = created.id();
        root = created.rootResourceId();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void servesAMockOnceItIsDeployed() throws Exception {
        mock(root, "GET", "hello");
        assertThat(node.call("GET", api + "/v1/").statusCode()).isEqualTo(403);
        deploy("v1");
        HttpResponse<String> response = node.call("GET", api + "/v1/");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.headers().firstValue("x-flavour")).contains("mock");
    }

    @Test
    void servesAFunctionThroughAGreedyResource() throws Exception {
        String proxy = resource(root, "{proxy+}");
        method(proxy, "ANY");
        node.rest.putIntegration(
                request ->
                        request.restApiId(api)
                                .resourceId(proxy)
                                .httpMethod("ANY")
                                .type(IntegrationType.AWS_PROXY)
                                .integrationHttpMethod("POST")
                                .uri(FUNCTION));
        deploy("v1");
        function.responses("{\"statusCode\":201,\"body\":\"made\"}");
        HttpResponse<String> response = node.call("POST", api + "/v1/pets/7");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("made");
        assertThat(function.last().function())
                .hasToString("arn:aws:lambda:us-east-1:000000000000:function:pets");
    }

    @Test
    void aDeploymentStaysAsItWasTaken() throws Exception {
        mock(root, "GET", "first");
        String first = deploy("v1");
        node.rest.updateIntegrationResponse(
                request ->
                        request.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .statusCode("200")
                                .patchOperations(
                                        patch(
                                                Op.REPLACE,
                                                "/responseTemplates/application~1json",
                                                "second")));
        assertThat(node.call("GET", api + "/v1/").body()).isEqualTo("first");
        deploy("v1");
        assertThat(node.call("GET", api + "/v1/").body()).isEqualTo("second");
        stage("v1", patch(Op.REPLACE, "/deploymentId", first));
        assertThat(node.call("GET", api + "/v1/").body()).isEqualTo("first");
    }

    @Test
    void stageVariablesChangeWithoutADeployment() throws Exception {
        mock(root, "GET", "$stageVariables.greeting");
        deploy("v1");
        stage("v1", patch(Op.REPLACE, "/variables/greeting", "hi"));
        assertThat(node.call("GET", api + "/v1/").body()).isEqualTo("hi");
    }

    @Test
    void aDeletedStageIsServedNoMore() throws Exception {
        mock(root, "GET", "hello");
        String deployment = deploy("v1");
        assertThatThrownBy(() -> deleteDeployment(deployment))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining(
                        "Active stages pointing to this deployment must be moved or deleted");
        node.rest.deleteStage(request -> request.restApiId(api).stageName("v1"));
        deleteDeployment(deployment);
        assertThat(node.call("GET", api + "/v1/").statusCode()).isEqualTo(403);
    }

    @Test
    void disablingTheEndpointTakesEffectAtOnce() throws Exception {
        mock(root, "GET", "hello");
        deploy("v1");
        node.rest.updateRestApi(
                request ->
                        request.restApiId(api)
                                .patchOperations(
                                        patch(Op.REPLACE, "/disableExecuteApiEndpoint", "true")));
        assertThat(node.call("GET", api + "/v1/").statusCode()).isEqualTo(403);
    }

    @Test
    void aNodeThatStartsAgainServesWhatWasDeployed() throws Exception {
        mock(root, "GET", "$stageVariables.greeting");
        deploy("v1");
        stage("v1", patch(Op.REPLACE, "/variables/greeting", "hi"));
        node.close();
        node = new ApiGatewayNode(data, function);
        assertThat(node.call("GET", api + "/v1/").body()).isEqualTo("hi");
    }

    @Test
    void aRejectedPatchChangesNothing() {
        assertThatThrownBy(
                        () ->
                                node.rest.updateRestApi(
                                        r ->
                                                r.restApiId(api)
                                                        .patchOperations(
                                                                patch(Op.REPLACE, "/name", "zoo"),
                                                                patch(Op.REPLACE, "/id", "x"))))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid patch path /id");
        assertThat(node.rest.getRestApi(r -> r.restApiId(api)).name()).isEqualTo("pets");
    }

    @Test
    void gatewayResponsesFallBackUntilTheyAreCustomised() throws Exception {
        node.rest.putGatewayResponse(
                request ->
                        request.restApiId(api)
                                .responseType(GatewayResponseType.DEFAULT_4_XX)
                                .statusCode("418")
                                .responseParameters(
                                        Map.of("gatewayresponse.header.x-tea", "'pot'")));
        GetGatewayResponseResponse inherited =
                node.rest.getGatewayResponse(
                        r ->
                                r.restApiId(api)
                                        .responseType(
                                                GatewayResponseType.MISSING_AUTHENTICATION_TOKEN));
        assertThat(inherited.defaultResponse()).isTrue();
        assertThat(inherited.statusCode()).isEqualTo("418");
        mock(root, "GET", "hello");
        deploy("v1");
        HttpResponse<String> response = node.call("GET", api + "/v1/nowhere");
        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.headers().firstValue("x-tea")).contains("pot");
    }

    private String resource(String parent, String part) {
        return node.rest.createResource(r -> r.restApiId(api).parentId(parent).pathPart(part)).id();
    }

    private void method(String resource, String verb) {
        node.rest.putMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(resource)
                                .httpMethod(verb)
                                .authorizationType("NONE"));
    }

    /** A MOCK method that answers a body, with a header. */
    private void mock(String resource, String verb, String body) {
        method(resource, verb);
        node.rest.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(resource)
                                .httpMethod(verb)
                                .type(IntegrationType.MOCK)
                                .requestTemplates(
                                        Map.of("application/json", "{\"statusCode\": 200}")));
        String header = "method.response.header.x-flavour";
        node.rest.putMethodResponse(
                r ->
                        r.restApiId(api)
                                .resourceId(resource)
                                .httpMethod(verb)
                                .statusCode("200")
                                .responseParameters(Map.of(header, true)));
        node.rest.putIntegrationResponse(
                r ->
                        r.restApiId(api)
                                .resourceId(resource)
                                .httpMethod(verb)
                                .statusCode("200")
                                .responseParameters(Map.of(header, "'mock'"))
                                .responseTemplates(Map.of("application/json", body)));
    }

    private String deploy(String stage) {
        return node.rest.createDeployment(r -> r.restApiId(api).stageName(stage)).id();
    }

    private void deleteDeployment(String id) {
        node.rest.deleteDeployment(r -> r.restApiId(api).deploymentId(id));
    }

    private void stage(String name, PatchOperation... changes) {
        node.rest.updateStage(r -> r.restApiId(api).stageName(name).patchOperations(changes));
    }

    private static PatchOperation patch(Op op, String path, @Nullable String value) {
        return PatchOperation.builder().op(op).path(path).value(value).build();
    }
}
