package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.GatewayResponseType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;

/** Request validators and models, by AWS's SDK and by callers that send what is wrong. */
@Tag("node")
final class RequestValidationTest {
    private static final String PET =
            """
            {"$schema": "http://json-schema.org/draft-04/schema#", "title": "Pet", "type": "object",
             "required": ["name"],
             "properties": {
               "name": {"type": "string", "minLength": 2, "pattern": "^([a-z]+)+$"},
               "age": {"type": "integer", "minimum": 0, "maximum": 100, "exclusiveMaximum": true},
               "kind": {"enum": ["cat", "dog"]},
               "owner": {"$ref": "https://apigateway.amazonaws.com/restapis/API/models/Owner"}},
             "additionalProperties": false}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private ApiGatewayNode node;
    private ApiGatewayClient client;
    private String api;
    private String root;
    private String validator;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, new ScriptedFunction());
        client = node.rest;
        api = client.createRestApi(r -> r.name("checked")).id();
        root = client.getRestApi(r -> r.restApiId(api)).rootResourceId();
        model("Owner", "{\"type\": \"object\", \"required\": [\"id\"]}");
        model("Pet", PET.replace("API", api));
        validator =
                client.createRequestValidator(
                                r ->
                                        r.restApiId(api)
                                                .name("all")
                                                .validateRequestBody(true)
                                                .validateRequestParameters(true))
                        .id();
        client.putMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("POST")
                                .authorizationType("NONE")
                                .requestValidatorId(validator)
                                .requestModels(Map.of("application/json", "Pet"))
                                .requestParameters(
                                        Map.of(
                                                "method.request.querystring.page", true,
                                                "method.request.querystring.size", false,
                                                "method.request.header.X-Team", true)));
        client.putIntegration(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("POST")
                                .type(IntegrationType.MOCK)
                                .requestTemplates(
                                        Map.of(
                                                "application/json", "{\"statusCode\": 200}",
                                                "text/plain", "{\"statusCode\": 200}")));
        client.putMethodResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("POST").statusCode("200"));
        client.putIntegrationResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("POST").statusCode("200"));
        client.createDeployment(r -> r.restApiId(api).stageName("v1"));
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void namesTheParametersThatAreMissing() throws Exception {
        HttpResponse<String> none = send("/", "{\"name\":\"rex\"}");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body())
                .isEqualTo("{\"message\":\"Missing required request parameters: [X-Team, page]\"}");
        assertThat(none.headers().firstValue("x-amzn-errortype")).hasValue("BadRequestException");
        assertThat(send("/?page=", "{\"name\":\"rex\"}", "X-Team", "zoo").body())
                .isEqualTo("{\"message\":\"Missing required request parameters: [page]\"}");
        assertThat(post("{\"name\":\"rex\"}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"rex\",\"age\":99,\"kind\":\"dog\",\"owner\":{\"id\":1}} | 200",
                "{} | 400",
                "'' | 400",
                "{\"name\":\"rex\" | 400",
                "{\"name\":\"rex\"} x | 400",
                "[] | 400",
                "{\"name\":\"r\"} | 400",
                "{\"name\":\"REX\"} | 400",
                "{\"name\":\"rex\",\"age\":100} | 400",
                "{\"name\":\"rex\",\"age\":1.5} | 400",
                "{\"name\":\"rex\",\"kind\":\"cow\"} | 400",
                "{\"name\":\"rex\",\"wings\":2} | 400",
                "{\"name\":\"rex\",\"owner\":{}} | 400",
            })
    void holdsBodiesToTheirModel(String body, int status) throws Exception {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 400) {
            assertThat(response.body()).isEqualTo("{\"message\":\"Invalid request body\"}");
        }
    }

    @Test
    void theContentTypePicksTheModel() throws Exception {
        assertThat(post("nothing", "Content-Type", "text/plain").statusCode()).isEqualTo(200);
        assertThat(post("{}", "Content-Type", "Application/JSON; charset=utf-8").statusCode())
                .isEqualTo(400);
    }

    @Test
    void tellsGatewayResponsesWhatIsWrong() throws Exception {
        client.putGatewayResponse(
                r ->
                        r.restApiId(api)
                                .responseType(GatewayResponseType.BAD_REQUEST_BODY)
                                .statusCode("422")
                                .responseTemplates(
                                        Map.of(
                                                "application/json",
                                                "$context.error.message:"
                                                        + " $context.error.validationErrorString"
                                                        + " ($context.error.responseType)")));
        client.createDeployment(r -> r.restApiId(api).stageName("v1"));

        HttpResponse<String> response = post("{\"age\":200}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .startsWith("Invalid request body: [")
                .contains("object has missing required properties ([\"name\"])")
                .contains(
                        "numeric instance is greater than the required maximum (maximum: 100,"
                                + " found: 200)")
                .endsWith("] (BAD_REQUEST_BODY)");
    }

    @Test
    void bodiesThatAreDeepOrLongAndPatternsWithoutEndEnd() throws Exception {
        assertThat(post("{\"name\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}").statusCode())
                .isEqualTo(400);
        long begun = System.nanoTime();
        assertThat(post("{\"name\":\"" + "a".repeat(100_000) + "!\"}").statusCode()).isEqualTo(400);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(2));
        model("Loop", "{\"allOf\": [{\"$ref\": \"#\"}], \"properties\": {\"a\": {}}}");
    }

    @Test
    void rejectsSchemasThatCannotBeUsed() {
        assertThatThrownBy(() -> model("Broken", "{\"type\": \"object\""))
                .hasMessageContaining("Invalid model specified");
        assertThatThrownBy(() -> model("Pattern", "{\"pattern\": \"(\"}"))
                .hasMessageContaining("Invalid model specified");
        for (String elsewhere :
                new String[] {
                    "http://127.0.0.1:1/secret",
                    "file:///etc/passwd",
                    "classpath:/draft-04/schema",
                    "https://apigateway.amazonaws.com/restapis/" + api + "/models/None",
                    "https://apigateway.amazonaws.com/restapis/other/models/Pet"
                }) {
            assertThatThrownBy(
                            () ->
                                    model(
                                            "Reference",
                                            "{\"properties\": {\"a\": {\"$ref\": \""
                                                    + elsewhere
                                                    + "\"}}}"))
                    .as(elsewhere)
                    .hasMessageContaining("Invalid model specified");
        }
    }

    @Test
    void aValidatorIsChangedAndKeptWhileAMethodNamesIt() throws Exception {
        assertThatThrownBy(
                        () ->
                                client.deleteRequestValidator(
                                        r -> r.restApiId(api).requestValidatorId(validator)))
                .isInstanceOf(ConflictException.class);
        client.updateRequestValidator(
                r ->
                        r.restApiId(api)
                                .requestValidatorId(validator)
                                .patchOperations(
                                        p ->
                                                p.op(Op.REPLACE)
                                                        .path("/validateRequestBody")
                                                        .value("false")));
        assertThat(post("{}").statusCode()).isEqualTo(400);
        client.createDeployment(r -> r.restApiId(api).stageName("v1"));
        assertThat(post("{}").statusCode()).isEqualTo(200);
        client.updateMethod(
                r ->
                        r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("POST")
                                .patchOperations(
                                        p ->
                                                p.op(Op.REPLACE)
                                                        .path("/requestValidatorId")
                                                        .value("")));
        client.deleteRequestValidator(r -> r.restApiId(api).requestValidatorId(validator));
        assertThat(client.getRequestValidators(r -> r.restApiId(api)).items()).isEmpty();
    }

    private void model(String name, String schema) {
        client.createModel(
                r -> r.restApiId(api).name(name).contentType("application/json").schema(schema));
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "X-Team";
        all[headers.length + 1] = "zoo";
        return send("/?page=1", body, all);
    }

    private HttpResponse<String> send(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                node.endpoint().resolve("/_aws/execute-api/" + api + "/v1" + path))
                        .POST(BodyPublishers.ofString(body));
        return http.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
