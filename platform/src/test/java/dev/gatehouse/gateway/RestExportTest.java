package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.testkit.Documents;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.model.Authorizer;
import software.amazon.awssdk.services.apigateway.model.GetExportResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.Integration;
import software.amazon.awssdk.services.apigateway.model.Model;
import software.amazon.awssdk.services.apigateway.model.RequestValidator;
import software.amazon.awssdk.services.apigateway.model.Resource;

/** REST APIs as documents, in the form recorded from AWS; imported again they are the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class RestExportTest {
    private static final ObjectMapper JSON = new JsonMapper();

    private ApiGatewayNode node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, new ScriptedFunction());
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @Test
    void aPlainExportOfSwaggerSaysWhatCallersSee() throws Exception {
        String api = deployed("openapi/pets.swagger.json");
        GetExportResponse response =
                node.rest.getExport(r -> r.restApiId(api).stageName("local").exportType("swagger"));
        JsonNode document = JSON.readTree(response.body().asByteArray());

        assertThat(response.contentDisposition())
                .isEqualTo("attachment; filename=\"swagger_1.0.json\"");
        assertThat(response.contentType()).isEqualTo("application/octet-stream");
        assertThat(document.path("info").toString())
                .isEqualTo(
                        "{\"title\":\"Pets\",\"description\":\"All about"
                                + " pets\",\"version\":\"1.0\"}");
        assertThat(document.path("host").asText())
                .isEqualTo(api + ".execute-api.us-east-1.amazonaws.com");
        assertThat(document.path("basePath").asText()).isEqualTo("/local");
        assertThat(document.path("paths").path("/").path("get").toString())
                .isEqualTo(
                        "{\"consumes\":[\"application/json\"],\"produces\":[\"text/html\"],\"responses\":{\"200\":{\"description\":\"200"
                            + " response\",\"headers\":{\"Content-Type\":{\"type\":\"string\"}}}}}");
        assertThat(document.path("paths").path("/pets").path("get").path("parameters").toString())
                .isEqualTo(
                        "[{\"name\":\"type\",\"in\":\"query\",\"required\":false,\"type\":\"string\"},{\"name\":\"page\",\"in\":\"query\",\"required\":true,\"type\":\"string\"}]");
        assertThat(document.path("definitions").path("Pets").toString())
                .isEqualTo("{\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/Pet\"}}");
        assertThat(document.toString())
                .doesNotContain("x-amazon-apigateway-integration", "x-amazon-apigateway-auth");
    }

    @Test
    void anExportOfOpenApiHasServersAndComponents() throws Exception {
        String api = deployed("openapi/orders.oas30.yaml");
        JsonNode document = JSON.readTree(exported(api, "oas30", "integrations", null));

        assertThat(document.path("servers").toString())
                .isEqualTo(
                        "[{\"url\":\"https://%s.execute-api.us-east-1.amazonaws.com/{basePath}\",\"variables\":{\"basePath\":{\"default\":\"local\"}}}]"
                                .formatted(api));
        JsonNode post = document.path("paths").path("/orders/{orderId}/{rest+}").path("post");
        assertThat(post.path("requestBody").path("required").asBoolean()).isTrue();
        assertThat(post.path("responses").path("200").path("content").toString())
                .isEqualTo(
                        "{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Done\"}}}");
        assertThat(post.path("x-amazon-apigateway-integration").toString())
                .isEqualTo(
                        "{\"type\":\"mock\",\"responses\":{\"default\":{\"statusCode\":\"200\",\"responseTemplates\":{\"application/json\":\"{\\\"done\\\":"
                            + " true}\"}}},\"requestTemplates\":{\"application/json\":\"{\\\"statusCode\\\":"
                            + " 200}\"},\"passthroughBehavior\":\"when_no_match\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "openapi/pets.swagger.json, swagger, application/json",
        "openapi/pets.swagger.json, swagger, application/yaml",
        "openapi/pets.swagger.json, oas30, application/json",
        "openapi/orders.oas30.yaml, oas30, application/yaml",
        "openapi/orders.oas30.yaml, swagger, application/json",
        "openapi/inner.oas30.yaml, oas30, application/json",
        "openapi/inner.oas30.yaml, swagger, application/yaml"
    })
    void anExportedApiIsTheSameWhenItIsImported(String file, String type, String form)
            throws Exception {
        String api = deployed(file);
        String document = exported(api, type, "apigateway", form);
        String again =
                node.rest
                        .importRestApi(
                                r -> r.body(SdkBytes.fromUtf8String(document)).failOnWarnings(true))
                        .id();

        assertThat(described(again)).isEqualTo(described(api));
    }

    @Test
    void howAnApiCompressesAndConnectsIsReadFromItsDocument() {
        String api = deployed("openapi/inner.oas30.yaml");
        assertThat(node.rest.getRestApi(r -> r.restApiId(api)).minimumCompressionSize())
                .isEqualTo(1024);
        Resource inner =
                node.rest.getResources(r -> r.restApiId(api).embed("methods")).items().stream()
                        .filter(each -> each.path().equals("/inner"))
                        .findFirst()
                        .orElseThrow();
        Integration integration = inner.resourceMethods().get("PUT").methodIntegration();
        assertThat(integration.connectionTypeAsString()).isEqualTo("VPC_LINK");
        assertThat(integration.connectionId()).isEqualTo("${stageVariables.link}");
        assertThat(integration.integrationTarget())
                .endsWith("loadbalancer/app/inner/50dc6c495c0c9188");
        assertThat(integration.contentHandlingAsString()).isEqualTo("CONVERT_TO_TEXT");
        assertThat(integration.tlsConfig().insecureSkipVerification()).isTrue();
    }

    @Test
    void rejectsOtherExports() {
        String api = deployed("openapi/pets.swagger.json");

        assertThatThrownBy(() -> exported(api, "raml", "", null))
                .hasMessageContaining("Invalid export type specified");
        assertThatThrownBy(
                        () ->
                                node.rest.getExport(
                                        r -> r.restApiId(api).stageName("no").exportType("oas30")))
                .hasMessageContaining("Invalid stage identifier specified");
    }

    private String deployed(String file) {
        SdkBytes body = SdkBytes.fromUtf8String(Documents.read(file));
        String api = node.rest.importRestApi(r -> r.body(body)).id();
        node.rest.createDeployment(r -> r.restApiId(api).stageName("local"));
        return api;
    }

    private String exported(String api, String type, String extensions, String form) {
        return node.rest
                .getExport(
                        r ->
                                r.restApiId(api)
                                        .stageName("local")
                                        .exportType(type)
                                        .accepts(form)
                                        .parameters(Map.of("extensions", extensions)))
                .body()
                .asUtf8String();
    }

    /** What an API is, with names in place of ids. */
    private JsonNode described(String api) throws Exception {
        Map<String, String> names = new TreeMap<>();
        names.put(api, "API");
        ObjectNode described = JSON.createObjectNode();
        GetRestApiResponse head = node.rest.getRestApi(r -> r.restApiId(api));
        names.put(head.rootResourceId(), "ROOT");
        for (RequestValidator each :
                node.rest.getRequestValidators(r -> r.restApiId(api)).items()) {
            names.put(each.id(), "validator " + each.name());
            described.put("validator " + each.name(), each.toString());
        }
        for (Authorizer each : node.rest.getAuthorizers(r -> r.restApiId(api)).items()) {
            names.put(each.id(), "authorizer " + each.name());
            described.put("authorizer " + each.name(), each.toString());
        }
        for (Model each : node.rest.getModels(r -> r.restApiId(api)).items()) {
            described.set("model " + each.name(), JSON.readTree(each.schema()));
        }
        for (Resource each :
                node.rest.getResources(r -> r.restApiId(api).embed("methods").limit(500)).items()) {
            names.put(each.id(), "resource " + each.path());
            described.put(
                    "resource " + each.path(),
                    each.resourceMethods().entrySet().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining()));
        }
        described.put("responses", node.rest.getGatewayResponses(r -> r.restApiId(api)).toString());
        described.put("head", head.toBuilder().createdDate(null).build().toString());
        String text = described.toString();
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        // A policy names the API that it was written for, also in an export.
        return JSON.readTree(text.replaceAll("000000000000:[a-z0-9]{10}\\b", "000000000000:API"));
    }
}
