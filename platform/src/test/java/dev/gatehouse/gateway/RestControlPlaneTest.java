package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.GatewayResponseType;
import software.amazon.awssdk.services.apigateway.model.GetGatewayResponseResponse;
import software.amazon.awssdk.services.apigateway.model.GetGatewayResponsesResponse;
import software.amazon.awssdk.services.apigateway.model.GetIntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.MethodSetting;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;

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
    void rejectsToDeployWhatCannotAnswer() {
        assertThatThrownBy(() -> deploy("v1"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("The REST API doesn't contain any methods");
        method(root, "GET");
        assertThatThrownBy(() -> deploy("v1"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("No integration defined for method");
    }

    @Test
    void treatsAnEmptyStageNameOfADeploymentAsNone() {
        mock(root, "GET", "hello");
        deploy("");
        assertThat(node.rest.getStages(request -> request.restApiId(api)).item()).isEmpty();
    }

    @Test
    void readsAnIntegrationBackWithAwsDefaults() {
        method(root, "GET");
        node.rest.putIntegration(
                request ->
                        request.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .type(IntegrationType.HTTP_PROXY)
                                .integrationHttpMethod("GET")
                                .uri("http://example.com"));
        GetIntegrationResponse read =
                node.rest.getIntegration(
                        request -> request.restApiId(api).resourceId(root).httpMethod("GET"));
        assertThat(read.timeoutInMillis()).isEqualTo(29_000);
        assertThat(read.passthroughBehavior()).isEqualTo("WHEN_NO_MATCH");
        assertThat(read.cacheNamespace()).isEqualTo(root);
        assertThat(read.hasCacheKeyParameters()).isTrue();
        assertThat(read.connectionTypeAsString()).isEqualTo("INTERNET");
        assertThat(read.httpMethod()).isEqualTo("GET");
    }

    @Test
    void aMockKeepsNothingThatWouldCallABackend() {
        method(root, "GET");
        integrate(IntegrationType.MOCK, "POST", "http://example.com");
        GetIntegrationResponse read =
                node.rest.getIntegration(
                        request -> request.restApiId(api).resourceId(root).httpMethod("GET"));
        assertThat(read.uri()).isNull();
        assertThat(read.httpMethod()).isNull();
    }

    @Test
    void anEmptyDescriptionOfAModelIsNone() {
        assertThat(
                        node.rest
                                .createModel(
                                        r ->
                                                r.restApiId(api)
                                                        .name("Bare")
                                                        .description("")
                                                        .contentType("application/json")
                                                        .schema(
                                                                "{\"type\": \"string\","
                                                                        + " \"properties\": {\"a\":"
                                                                        + " {}}}"))
                                .description())
                .isNull();
    }

    @Test
    void rejectsByNameTheStageSettingsThatAreNotThereYet() {
        mock(root, "GET", "hello");
        deploy("v1");
        for (String path :
                List.of("/canarySettings/percentTraffic", "/webAclArn", "/documentationVersion")) {
            assertThatThrownBy(() -> stage("v1", patch(Op.REPLACE, path, "1")))
                    .hasMessageContaining(
                            "Gatehouse does not support " + path.split("/")[1] + " yet");
        }
    }

    @Test
    void rejectsIntegrationsInAwsWords() {
        method(root, "GET");
        assertThatThrownBy(() -> integrate(IntegrationType.AWS_PROXY, null, FUNCTION))
                .hasMessageContaining("Enumeration value for HttpMethod must be non-empty");
        assertThatThrownBy(() -> integrate(IntegrationType.HTTP_PROXY, "GET", "example.com"))
                .hasMessageContaining("Invalid HTTP endpoint specified for URI");
        assertThatThrownBy(() -> integrate(IntegrationType.AWS_PROXY, "POST", "nothing"))
                .hasMessageContaining("Invalid ARN specified in the request");
        assertThatThrownBy(
                        () ->
                                integrate(
                                        IntegrationType.AWS_PROXY,
                                        "POST",
                                        "arn:aws:apigateway:us-east-1:s3:path/b/k"))
                .hasMessageContaining("currently only supports Lambda function");
        assertThatThrownBy(
                        () ->
                                integrate(
                                        IntegrationType.AWS_PROXY,
                                        "POST",
                                        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/hello/invocations"))
                .hasMessageContaining("Invalid lambda function");
        assertThatThrownBy(() -> integrate(IntegrationType.AWS, "POST", FUNCTION))
                .hasMessageContaining("Gatehouse does not support integration type AWS yet");
    }

    @Test
    void rejectsTemplatesOfWhatIsNoMediaType() {
        method(root, "GET");
        assertThatThrownBy(
                        () ->
                                node.rest.putIntegration(
                                        r ->
                                                r.restApiId(api)
                                                        .resourceId(root)
                                                        .httpMethod("GET")
                                                        .type(IntegrationType.MOCK)
                                                        .requestTemplates(Map.of("123", "{}"))))
                .hasMessageContaining(
                        "Validation Result: warnings : [], errors : [Invalid content type"
                                + " specified: 123]");
    }

    @Test
    void rejectsTheLogRoleOfAnAccountThatIsNone() {
        assertThatThrownBy(
                        () ->
                                node.rest.updateAccount(
                                        r ->
                                                r.patchOperations(
                                                        PatchOperation.builder()
                                                                .op(Op.REPLACE)
                                                                .path("/cloudwatchRoleArn")
                                                                .value("me")
                                                                .build())))
                .hasMessageContaining(
                        "The role ARN does not have required permissions configured.");
    }

    @Test
    void rejectsAHeaderThatTheMethodResponseDoesNotDeclare() {
        method(root, "GET");
        integrate(IntegrationType.MOCK, null, null);
        assertThatThrownBy(
                        () ->
                                node.rest.putIntegrationResponse(
                                        request ->
                                                request.restApiId(api)
                                                        .resourceId(root)
                                                        .httpMethod("GET")
                                                        .statusCode("200")
                                                        .responseParameters(
                                                                Map.of(
                                                                        "method.response.header.X",
                                                                        "'1'"))))
                .hasMessageContaining(
                        "Invalid mapping expression parameter specified: method.response.header.X");
    }

    @Test
    void namesWhatIsNotThere() {
        assertThatThrownBy(
                        () ->
                                node.rest.getIntegration(
                                        r -> r.restApiId(api).resourceId(root).httpMethod("GET")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Invalid Method identifier specified");
        method(root, "GET");
        assertThatThrownBy(
                        () ->
                                node.rest.getIntegration(
                                        r -> r.restApiId(api).resourceId(root).httpMethod("GET")))
                .hasMessageContaining("Invalid Integration identifier specified");
        assertThatThrownBy(() -> method(root, "GET")).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> method("nothing", "GET"))
                .hasMessageContaining("Invalid Resource identifier specified");
        assertThatThrownBy(() -> method(root, "FETCH"))
                .hasMessageContaining(
                        "Invalid HttpMethod specified. Valid options are"
                                + " GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
        assertThatThrownBy(() -> node.rest.getStage(r -> r.restApiId(api).stageName("v1")))
                .hasMessageContaining("Invalid stage identifier specified");
    }

    @Test
    void keepsMethodSettingsUntilTheyAreRemoved() {
        mock(root, "GET", "hello");
        deploy("v1");
        stage("v1", patch(Op.REPLACE, "/*/*/caching/enabled", "true"));
        stage("v1", patch(Op.REPLACE, "/pets/GET/caching/ttlInSeconds", "60"));
        MethodSetting all = settings("*/*");
        assertThat(all.cachingEnabled()).isTrue();
        assertThat(all.throttlingRateLimit()).isEqualTo(10_000);
        MethodSetting one = settings("pets/GET");
        assertThat(one.cachingEnabled()).isTrue();
        assertThat(one.cacheTtlInSeconds()).isEqualTo(60);
        stage("v1", patch(Op.REMOVE, "/*/*", null));
        assertThatThrownBy(() -> stage("v1", patch(Op.REMOVE, "/*/*", null)))
                .hasMessageContaining(
                        "Cannot remove method setting */* because there is no method setting for"
                                + " this method");
        assertThatThrownBy(() -> stage("v1", patch(Op.REPLACE, "/*/*/throttling/rateLimit", "5")))
                .hasMessageContaining("Gatehouse does not support throttling/rateLimit yet");
        assertThatThrownBy(() -> stage("v1", patch(Op.REPLACE, "/tags/a", "b")))
                .hasMessageContaining("Invalid method setting path: /tags/a. Must be one of: [");
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

    @Test
    void listsGatewayResponsesPageByPage() {
        GetGatewayResponsesResponse first =
                node.rest.getGatewayResponses(r -> r.restApiId(api).limit(15));
        GetGatewayResponsesResponse rest =
                node.rest.getGatewayResponses(
                        r -> r.restApiId(api).position(first.position()).limit(15));

        assertThat(first.items()).hasSize(15).doesNotContainAnyElementsOf(rest.items());
        assertThat(rest.items()).isNotEmpty();
        assertThat(rest.position()).isNull();
    }

    @Test
    void tagsApisAndStages() {
        mock(root, "GET", "hello");
        deploy("v1");
        String arn = "arn:aws:apigateway:us-east-1::/restapis/" + api;
        node.rest.tagResource(r -> r.resourceArn(arn).tags(Map.of("colour", "red")));
        assertThat(node.rest.getTags(r -> r.resourceArn(arn)).tags())
                .isEqualTo(Map.of("team", "zoo", "colour", "red"));
        node.rest.untagResource(r -> r.resourceArn(arn).tagKeys("team"));
        assertThat(node.rest.getRestApi(r -> r.restApiId(api)).tags())
                .isEqualTo(Map.of("colour", "red"));
        String stage = arn + "/stages/v1";
        node.rest.tagResource(r -> r.resourceArn(stage).tags(Map.of("a", "b")));
        assertThat(node.rest.getStage(r -> r.restApiId(api).stageName("v1")).tags())
                .isEqualTo(Map.of("a", "b"));
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

    private void integrate(IntegrationType type, @Nullable String verb, @Nullable String uri) {
        node.rest.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .type(type)
                                .integrationHttpMethod(verb)
                                .uri(uri));
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

    private MethodSetting settings(String method) {
        return Objects.requireNonNull(
                node.rest
                        .getStage(r -> r.restApiId(api).stageName("v1"))
                        .methodSettings()
                        .get(method));
    }

    private static PatchOperation patch(Op op, String path, @Nullable String value) {
        return PatchOperation.builder().op(op).path(path).value(value).build();
    }

    @Test
    void listsTheRootAmongTheResources() {
        assertThat(node.rest.getResources(r -> r.restApiId(api)).items())
                .extracting(Resource::path)
                .containsExactly("/");
    }
}
