package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.PutMethodRequest;
import dev.gatehouse.aws.apigateway.PutMethodResponseRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.UpdateMethodRequest;
import dev.gatehouse.aws.apigateway.UpdateMethodResponseRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers and rejections as they were recorded from AWS. */
@Tag("node")
class MethodOperationsTest {
    private RestFixture fixture;
    private String api;
    private String root;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new RestFixture(folder);
        RestApi created = fixture.api();
        api = text(created.id());
        root = text(created.rootResourceId());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void changesParametersAndModels() {
        fixture.method(api, root, "ANY");
        Method added =
                update(
                        patch("add", "/requestParameters/method.request.querystring.q", "true"),
                        patch("add", "/requestModels/application~1json", "Empty"));
        assertThat(added.requestParameters())
                .isEqualTo(Map.of("method.request.querystring.q", true));
        assertThat(added.requestModels()).isEqualTo(Map.of("application/json", "Empty"));
        Method replaced =
                update(
                        patch("replace", "/operationName", "Ask"),
                        patch("replace", "/apiKeyRequired", "true"),
                        patch("replace", "/requestParameters/method.request.querystring.q", "no"));
        assertThat(replaced.apiKeyRequired()).isTrue();
        assertThat(replaced.requestParameters())
                .isEqualTo(Map.of("method.request.querystring.q", false));
        Method removed =
                update(
                        patch("remove", "/requestParameters/method.request.querystring.q", "true"),
                        patch("remove", "/requestModels/application~1json", "Empty"));
        assertThat(removed.requestParameters()).isNull();
        assertThat(removed.requestModels()).isNull();
    }

    @Test
    void takesAnAuthorizationTypeInLowerCase() {
        Method made =
                fixture.call(
                        ApiGateway.PUT_METHOD,
                        PutMethodRequest.builder()
                                .restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .authorizationType("none")
                                .build());
        assertThat(made.authorizationType()).isEqualTo("NONE");
    }

    @Test
    void rejectsPathsAndOperations() {
        fixture.method(api, root, "ANY");
        rejects("Invalid patch path /httpMethod", patch("replace", "/httpMethod", "GET"));
        rejects("Invalid patch path /requestParameters", patch("add", "/requestParameters", "a"));
        rejects(
                "Invalid patch path /requestModels/application/json",
                patch("add", "/requestModels/application/json", "Empty"));
        rejects(
                "Invalid patch operation specified. Must be one of: [replace]",
                patch("add", "/authorizationType", "NONE"));
        rejects(
                "Invalid parameter name specified",
                patch("replace", "/requestParameters/method.request.header.x", "true"));
    }

    @Test
    void rejectsAuthorizersModelsAndValidatorsThatAreNotThere() {
        rejectsMethod(
                "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or"
                        + " COGNITO_USER_POOLS requires a valid authorizer.",
                request -> request.authorizationType("CUSTOM"));
        rejectsMethod(
                "Invalid model identifier specified: petModel",
                request -> request.requestModels(Map.of("application/json", "petModel")));
        rejectsMethod(
                "Invalid Request Validator identifier specified",
                request -> request.requestValidatorId("abc123"));
        rejectsMethod(
                "Parameter names must be unique across querystring, header and path",
                request ->
                        request.requestParameters(
                                Map.of(
                                        "method.request.querystring.a",
                                        true,
                                        "method.request.header.a",
                                        false)));
    }

    @Test
    void changesMethodResponses() {
        fixture.method(api, root, "ANY");
        MethodResponse put =
                fixture.call(
                        ApiGateway.PUT_METHOD_RESPONSE,
                        PutMethodResponseRequest.builder()
                                .restApiId(api)
                                .resourceId(root)
                                .httpMethod("ANY")
                                .statusCode("200")
                                .responseModels(Map.of())
                                .responseParameters(Map.of())
                                .build());
        assertThat(put.responseModels()).isEmpty();
        MethodResponse changed =
                updateResponse(
                        patch("add", "/responseParameters/method.response.header.x", "true"),
                        patch("add", "/responseModels/application~1json", "Empty"));
        assertThat(changed.responseParameters())
                .isEqualTo(Map.of("method.response.header.x", true));
        assertThatThrownBy(
                        () ->
                                updateResponse(
                                        patch("replace", "/responseModels/text~1html", "Empty")))
                .hasMessage("Content-Type specified was not found");
        assertThatThrownBy(
                        () -> updateResponse(patch("add", "/wrong/method.response.header.x", "")))
                .hasMessage("Invalid patch path /wrong/method.response.header.x");
    }

    private void rejects(String message, PatchOperation operation) {
        assertThatThrownBy(() -> update(operation)).hasMessage(message);
    }

    private void rejectsMethod(String message, UnaryOperator<PutMethodRequest.Builder> with) {
        PutMethodRequest.Builder request =
                PutMethodRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .authorizationType("NONE");
        assertThatThrownBy(() -> fixture.call(ApiGateway.PUT_METHOD, with.apply(request).build()))
                .hasMessage(message);
    }

    private Method update(PatchOperation... operations) {
        return fixture.call(
                ApiGateway.UPDATE_METHOD,
                UpdateMethodRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("ANY")
                        .patchOperations(List.of(operations))
                        .build());
    }

    private MethodResponse updateResponse(PatchOperation... operations) {
        return fixture.call(
                ApiGateway.UPDATE_METHOD_RESPONSE,
                UpdateMethodResponseRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("ANY")
                        .statusCode("200")
                        .patchOperations(List.of(operations))
                        .build());
    }
}
