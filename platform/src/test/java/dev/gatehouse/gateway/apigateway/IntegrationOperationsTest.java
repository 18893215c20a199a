package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteIntegrationRequest;
import dev.gatehouse.aws.apigateway.GetIntegrationRequest;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.PutIntegrationRequest;
import dev.gatehouse.aws.apigateway.PutIntegrationResponseRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.UpdateIntegrationRequest;
import dev.gatehouse.aws.apigateway.UpdateIntegrationResponseRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations on integrations, with the defaults and rejections of AWS. */
@Tag("node")
class IntegrationOperationsTest {
    private RestFixture rest;
    private String api;
    private String root;

    @BeforeEach
    void open(@TempDir Path folder) {
        rest = new RestFixture(folder);
        RestApi created = rest.api();
        api = text(created.id());
        root = text(created.rootResourceId());
    }

    @AfterEach
    void close() {
        rest.close();
    }

    private static final String FUNCTION =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                    + "arn:aws:lambda:us-east-1:000000000000:function:pets/invocations";

    @Test
    void readsBackWithAwsDefaults() {
        rest.method(api, root, "GET");
        put("HTTP_PROXY", "GET", "http://example.com");
        Integration read = get();
        assertThat(read.timeoutInMillis()).isEqualTo(29_000);
        assertThat(read.passthroughBehavior()).isEqualTo("WHEN_NO_MATCH");
        assertThat(read.cacheNamespace()).isEqualTo(root);
        assertThat(read.cacheKeyParameters()).isEmpty();
        assertThat(read.connectionType()).isEqualTo("INTERNET");
        assertThat(read.httpMethod()).isEqualTo("GET");
    }

    @Test
    void aMockKeepsNothingThatWouldCallABackend() {
        rest.method(api, root, "GET");
        put("MOCK", "POST", "http://example.com");
        assertThat(get().uri()).isNull();
        assertThat(get().httpMethod()).isNull();
    }

    @Test
    void rejectsBackendsInAwsWords() {
        rest.method(api, root, "GET");
        rejects("Enumeration value for HttpMethod must be non-empty", "AWS_PROXY", null, FUNCTION);
        rejects("Invalid HTTP endpoint specified for URI", "HTTP_PROXY", "GET", "example.com");
        rejects("Invalid ARN specified in the request", "AWS_PROXY", "POST", "nothing");
        rejects(
                "Integrations of type 'AWS_PROXY' currently only supports Lambda function and"
                        + " Firehose stream invocations.",
                "AWS_PROXY",
                "POST",
                "arn:aws:apigateway:us-east-1:s3:path/b/k");
        rejects(
                "Invalid lambda function",
                "AWS_PROXY",
                "POST",
                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/hello/invocations");
        rejects("AWS ARN for integration must contain path or action", "AWS", "POST", "arn:aws:x");
    }

    @Test
    void rejectsTemplatesOfWhatIsNoMediaType() {
        rest.method(api, root, "GET");
        PutIntegrationRequest request =
                request("MOCK", null, null).requestTemplates(Map.of("123", "{}")).build();
        assertThatThrownBy(() -> rest.call(ApiGateway.PUT_INTEGRATION, request))
                .hasMessage(
                        "Validation Result: warnings : [], errors : [Invalid content type"
                                + " specified: 123]");
    }

    @Test
    void aPatchChangesItAsAPutWould() {
        rest.method(api, root, "GET");
        put("HTTP_PROXY", "GET", "http://example.com");
        assertThat(update(patch("replace", "/timeoutInMillis", "100")).timeoutInMillis())
                .isEqualTo(100);
        assertThatThrownBy(() -> update(patch("replace", "/timeoutInMillis", "1")))
                .hasMessage("Timeout should be between 50 ms and 29000 ms");
        assertThatThrownBy(() -> update(patch("replace", "/timeoutInMillis", "soon")))
                .hasMessage("Invalid integer value specified");
    }

    @Test
    void namesWhatIsNotThere() {
        assertThatThrownBy(this::get).hasMessage("Invalid Method identifier specified");
        rest.method(api, root, "GET");
        assertThatThrownBy(this::get).hasMessage("Invalid Integration identifier specified");
        put("MOCK", null, null);
        rest.call(ApiGateway.DELETE_INTEGRATION, deletion());
        assertThatThrownBy(() -> rest.call(ApiGateway.DELETE_INTEGRATION, deletion()))
                .hasMessage("Invalid Integration identifier specified");
    }

    @Test
    void rejectsAHeaderThatTheMethodResponseDoesNotDeclare() {
        rest.mock(api, root, "GET");
        assertThatThrownBy(() -> respond(Map.of("method.response.header.X", "'1'")))
                .hasMessage(
                        "Invalid mapping expression specified: Validation Result: warnings : [],"
                                + " errors : [Invalid mapping expression parameter specified:"
                                + " method.response.header.X]");
        respond(Map.of());
        UpdateIntegrationResponseRequest change =
                UpdateIntegrationResponseRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .statusCode("200")
                        .patchOperations(List.of(patch("replace", "/selectionPattern", "4.*")))
                        .build();
        assertThat(rest.call(ApiGateway.UPDATE_INTEGRATION_RESPONSE, change).selectionPattern())
                .isEqualTo("4.*");
        assertThatThrownBy(
                        () ->
                                rest.call(
                                        ApiGateway.UPDATE_INTEGRATION_RESPONSE,
                                        change.toBuilder().statusCode("404").build()))
                .hasMessage("Invalid Response status code specified");
    }

    private void respond(Map<String, String> headers) {
        rest.call(
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                PutIntegrationResponseRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .statusCode("200")
                        .responseParameters(headers)
                        .build());
    }

    private DeleteIntegrationRequest deletion() {
        return DeleteIntegrationRequest.builder()
                .restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .build();
    }

    private Integration update(PatchOperation change) {
        return rest.call(
                ApiGateway.UPDATE_INTEGRATION,
                UpdateIntegrationRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .patchOperations(List.of(change))
                        .build());
    }

    private PutIntegrationRequest.Builder request(
            String type, @Nullable String verb, @Nullable String uri) {
        return PutIntegrationRequest.builder()
                .restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .type(type)
                .integrationHttpMethod(verb)
                .uri(uri);
    }

    private void put(String type, @Nullable String verb, @Nullable String uri) {
        rest.call(ApiGateway.PUT_INTEGRATION, request(type, verb, uri).build());
    }

    private void rejects(String message, String type, @Nullable String verb, @Nullable String uri) {
        assertThatThrownBy(() -> put(type, verb, uri)).hasMessage(message);
    }

    private Integration get() {
        return rest.call(
                ApiGateway.GET_INTEGRATION,
                GetIntegrationRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .build());
    }
}
