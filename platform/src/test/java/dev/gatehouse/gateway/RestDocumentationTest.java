package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.DocumentationPart;
import software.amazon.awssdk.services.apigateway.model.DocumentationPartLocation;
import software.amazon.awssdk.services.apigateway.model.ImportDocumentationPartsResponse;
import software.amazon.awssdk.services.apigateway.model.PutMode;

/**
 * Documentation parts and versions of REST APIs, as recorded from AWS, and what exports make of
 * them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class RestDocumentationTest {
    private static final SdkBytes DOCUMENT =
            SdkBytes.fromUtf8String(
                    """
                    openapi: 3.0.0
                    info: {title: told, version: '1'}
                    paths:
                      /pets/{id}:
                        get:
                          parameters: [{name: q, in: query, schema: {type: string}}]
                          responses: {'200': {description: one}, '404': {description: none}}
                          x-amazon-apigateway-integration:
                            {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}}
                    components: {schemas: {Pet: {type: object}}}
                    x-amazon-apigateway-documentation:
                      version: 1.0.3
                      documentationParts:
                        - {location: {type: API}, properties: {description: All of it, info: {description: Told}}}
                        - {location: {type: METHOD, method: GET}, properties: {description: Reads, summary: A read}}
                        - {location: {type: METHOD, path: '/pets/{id}'}, properties: {description: Of pets}}
                        - {location: {type: QUERY_PARAMETER, name: q}, properties: {description: Asks}}
                        - {location: {type: RESPONSE, statusCode: '404'}, properties: {description: Not there}}
                        - {location: {type: MODEL, name: Pet}, properties: {title: A pet}}
                    """);

    private ApiGatewayNode node;
    private String api;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ApiGatewayNode(folder, new ScriptedFunction());
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @BeforeEach
    void create() {
        api = node.rest.createRestApi(r -> r.name("told")).id();
    }

    @Test
    void aPartIsMadeChangedAndDeleted() {
        String id = part(l -> l.type("API"), "{\"description\":\"All\"}");
        assertThat(part(id).location().typeAsString()).isEqualTo("API");
        assertThat(part(id).location().path()).isNull();

        node.rest.updateDocumentationPart(
                r ->
                        r.restApiId(api)
                                .documentationPartId(id)
                                .patchOperations(
                                        p ->
                                                p.op("replace")
                                                        .path("/properties")
                                                        .value("{\"description\":\"Some\"}")));
        assertThat(part(id).properties()).isEqualTo("{\"description\":\"Some\"}");
        assertThatThrownBy(() -> part(l -> l.type("API"), "{\"a\":1}"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(
                        "Documentation part already exists for the specified location: type"
                                + " 'API'.");

        node.rest.deleteDocumentationPart(r -> r.restApiId(api).documentationPartId(id));
        assertThatThrownBy(() -> part(id))
                .hasMessageContaining("Invalid Documentation part identifier specified");
    }

    @Test
    void rejectsWhatAwsRejects() {
        assertThatThrownBy(() -> part(l -> l.type("INVALID"), "{}"))
                .hasMessageContaining(
                        "Member must satisfy enum value set: [RESPONSE_BODY, RESPONSE, METHOD,"
                                + " MODEL, AUTHORIZER, RESPONSE_HEADER, RESOURCE, PATH_PARAMETER,"
                                + " REQUEST_BODY, QUERY_PARAMETER, API, REQUEST_HEADER]");
        assertThatThrownBy(() -> part(l -> l.type("MODEL"), "{\"a\":1}"))
                .hasMessageContaining("Name is required");
        assertThatThrownBy(() -> part(l -> l.type("API").method("GET"), "{\"a\":1}"))
                .hasMessageContaining("The field method is not valid");
        assertThatThrownBy(() -> part(l -> l.type("API"), "a"))
                .hasMessageContaining("must be a valid JSON object");
        assertThatThrownBy(
                        () ->
                                node.rest.deleteDocumentationPart(
                                        r -> r.restApiId("none").documentationPartId("x")))
                .hasMessageContaining("Invalid API identifier specified 000000000000:none");
        assertThatThrownBy(
                        () ->
                                node.rest.importDocumentationParts(
                                        r ->
                                                r.restApiId(api)
                                                        .body(SdkBytes.fromUtf8String("a: ["))))
                .hasMessageContaining("Unable to build importer with provided input.");
    }

    @Test
    void partsAreListedByTypePathAndName() {
        part(l -> l.type("METHOD").path("/pets").method("GET"), "{\"a\":1}");
        part(l -> l.type("METHOD").path("/dogs").method("GET"), "{\"a\":1}");
        part(l -> l.type("MODEL").name("Pet"), "{\"a\":1}");

        assertThat(node.rest.getDocumentationParts(r -> r.restApiId(api).limit(2)).items())
                .hasSize(2);
        assertThat(
                        node.rest
                                .getDocumentationParts(
                                        r -> r.restApiId(api).type("METHOD").path("/pets"))
                                .items())
                .hasSize(1);
        assertThat(node.rest.getDocumentationParts(r -> r.restApiId(api).nameQuery("Pe")).items())
                .hasSize(1);
    }

    @Test
    void whatHasNoPartIsListedToo() {
        part(l -> l.type("API"), "{\"a\":1}");

        assertThat(
                        node.rest
                                .getDocumentationParts(
                                        r ->
                                                r.restApiId(api)
                                                        .locationStatus("UNDOCUMENTED")
                                                        .limit(100))
                                .items())
                .allSatisfy(part -> assertThat(part.id()).isNull())
                .extracting(part -> part.location().typeAsString())
                .contains("MODEL", "RESOURCE")
                .doesNotContain("API");
        assertThat(
                        node.rest
                                .getDocumentationParts(
                                        r ->
                                                r.restApiId(api)
                                                        .locationStatus("UNDOCUMENTED")
                                                        .type("RESOURCE"))
                                .items())
                .extracting(part -> part.location().path())
                .contains("/");
    }

    @Test
    void aDocumentBringsItsDocumentationUnlessItIsIgnored() {
        String told = node.rest.importRestApi(r -> r.body(DOCUMENT)).id();
        String ignored =
                node.rest
                        .importRestApi(
                                r -> r.body(DOCUMENT).parameters(Map.of("ignore", "documentation")))
                        .id();
        assertThat(parts(told)).hasSize(6);
        assertThat(parts(told))
                .filteredOn(part -> part.location().typeAsString().equals("QUERY_PARAMETER"))
                .extracting(part -> part.location().path())
                .containsExactly("/");
        assertThat(
                        node.rest
                                .getDocumentationVersion(
                                        r -> r.restApiId(told).documentationVersion("1.0.3"))
                                .createdDate())
                .isNotNull();
        assertThat(parts(ignored)).isEmpty();

        ImportDocumentationPartsResponse again =
                node.rest.importDocumentationParts(
                        r -> r.restApiId(told).mode(PutMode.OVERWRITE).body(DOCUMENT));
        assertThat(again.ids()).hasSize(6);
        assertThat(parts(told)).extracting(DocumentationPart::id).hasSameElementsAs(again.ids());
    }

    @Test
    void mergingKeepsWhatADocumentDoesNotSay() {
        String id = part(l -> l.type("API"), "{\"title\":\"mine\",\"description\":\"before\"}");
        node.rest.importDocumentationParts(r -> r.restApiId(api).body(DOCUMENT));

        assertThat(part(id).properties())
                .isEqualTo(
                        "{\"title\":\"mine\",\"description\":\"All of"
                                + " it\",\"info\":{\"description\":\"Told\"}}");
        assertThat(parts(api)).hasSize(6);
    }

    @Test
    void anExportSaysWhatAStagesVersionSaysAndWhatIsInherited() throws Exception {
        String told = node.rest.importRestApi(r -> r.body(DOCUMENT)).id();
        node.rest.createDeployment(r -> r.restApiId(told).stageName("local"));
        assertThat(export(told, "").path("info").has("description")).isFalse();

        node.rest.updateStage(
                r ->
                        r.restApiId(told)
                                .stageName("local")
                                .patchOperations(
                                        p ->
                                                p.op("replace")
                                                        .path("/documentationVersion")
                                                        .value("1.0.3")));
        JsonNode document = export(told, "documentation");
        JsonNode get = document.path("paths").path("/pets/{id}").path("get");

        assertThat(document.path("info").toString())
                .isEqualTo("{\"title\":\"told\",\"version\":\"1\",\"description\":\"Told\"}");
        assertThat(get.path("description").asText()).isEqualTo("Of pets");
        assertThat(get.path("summary").asText()).isEqualTo("A read");
        assertThat(get.at("/parameters/0/description").asText()).isEqualTo("Asks");
        assertThat(get.at("/responses/404/description").asText()).isEqualTo("Not there");
        assertThat(get.at("/responses/200/description").asText()).isEqualTo("200 response");
        assertThat(document.at("/components/schemas/Pet/title").asText()).isEqualTo("A pet");
        assertThat(document.at("/x-amazon-apigateway-documentation/documentationParts")).hasSize(6);
        assertThatThrownBy(
                        () ->
                                node.rest.deleteDocumentationVersion(
                                        r -> r.restApiId(told).documentationVersion("1.0.3")))
                .hasMessageContaining("Active stages pointing to this documentation version");
    }

    @Test
    void aVersionIsPublishedToAStage() {
        String told = node.rest.importRestApi(r -> r.body(DOCUMENT)).id();
        node.rest.createDeployment(r -> r.restApiId(told).stageName("local"));
        node.rest.createDocumentationVersion(
                r ->
                        r.restApiId(told)
                                .documentationVersion("2")
                                .description("two")
                                .stageName("local"));

        assertThat(
                        node.rest
                                .getStage(r -> r.restApiId(told).stageName("local"))
                                .documentationVersion())
                .isEqualTo("2");
        assertThatThrownBy(
                        () ->
                                node.rest.createDocumentationVersion(
                                        r -> r.restApiId(told).documentationVersion("2")))
                .isInstanceOf(ConflictException.class);
        assertThat(node.rest.getDocumentationVersions(r -> r.restApiId(told)).items()).hasSize(2);
    }

    private JsonNode export(String told, String extensions) throws Exception {
        return new ObjectMapper()
                .readTree(
                        node.rest
                                .getExport(
                                        r ->
                                                r.restApiId(told)
                                                        .stageName("local")
                                                        .exportType("oas30")
                                                        .parameters(
                                                                Map.of("extensions", extensions)))
                                .body()
                                .asByteArray());
    }

    private String part(Consumer<DocumentationPartLocation.Builder> location, String properties) {
        return node.rest
                .createDocumentationPart(
                        r -> r.restApiId(api).location(location).properties(properties))
                .id();
    }

    private DocumentationPart part(String id) {
        return parts(api).stream()
                .filter(part -> part.id().equals(id))
                .findFirst()
                .orElseGet(
                        () -> {
                            node.rest.getDocumentationPart(
                                    r -> r.restApiId(api).documentationPartId(id));
                            throw new IllegalStateException("not listed: " + id);
                        });
    }

    private List<DocumentationPart> parts(String of) {
        return node.rest.getDocumentationParts(r -> r.restApiId(of)).items();
    }
}
