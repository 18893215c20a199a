package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.Documents;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ImportRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.PutMode;

/** REST APIs made of documents, by AWS's SDK, and called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class RestDocumentsTest {
    private static final SdkBytes PETS =
            SdkBytes.fromUtf8String(Documents.read("openapi/pets.swagger.json"));

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
    void anImportedApiServes() throws Exception {
        ImportRestApiResponse api =
                node.rest.importRestApi(
                        r ->
                                r.body(PETS)
                                        .failOnWarnings(true)
                                        .parameters(
                                                Map.of(
                                                        "endpointConfigurationTypes",
                                                        "REGIONAL",
                                                        "basepath",
                                                        "ignore")));
        node.rest.createDeployment(r -> r.restApiId(api.id()).stageName("v1"));
        HttpResponse<String> page = node.call("GET", api.id() + "/v1/");
        HttpResponse<String> missing = node.call("GET", api.id() + "/v1/dogs");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("<h1>Pets</h1>");
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("{\"message\":\"no such pet\"}");
        assertThat(missing.headers().firstValue("x-reason")).hasValue("none");
        assertThat(node.call("GET", api.id() + "/v1/pets").statusCode()).isEqualTo(401);
        assertThat(node.call("POST", api.id() + "/v1/pets").body()).contains("no such pet");
    }

    @Test
    void anApiIsOverwrittenAndItsDeploymentsStayAsTheyWere() throws Exception {
        String api = node.rest.importRestApi(r -> r.body(PETS)).id();
        node.rest.createDeployment(r -> r.restApiId(api).stageName("v1"));
        SdkBytes changed =
                SdkBytes.fromUtf8String(PETS.asUtf8String().replace("<h1>Pets", "<h1>Dogs"));
        node.rest.putRestApi(r -> r.restApiId(api).mode(PutMode.OVERWRITE).body(changed));

        assertThat(node.call("GET", api + "/v1/").body()).isEqualTo("<h1>Pets</h1>");
        node.rest.createDeployment(r -> r.restApiId(api).stageName("v1"));
        assertThat(node.call("GET", api + "/v1/").body()).isEqualTo("<h1>Dogs</h1>");
    }

    @Test
    void rejectsWhatIsNoDocument() {
        assertThatThrownBy(
                        () -> node.rest.importRestApi(r -> r.body(SdkBytes.fromUtf8String("x: ["))))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Invalid OpenAPI input.");
    }
}
