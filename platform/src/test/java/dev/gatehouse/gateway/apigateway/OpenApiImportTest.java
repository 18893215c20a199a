package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.GetAuthorizersRequest;
import dev.gatehouse.aws.apigateway.GetGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.GetModelsRequest;
import dev.gatehouse.aws.apigateway.GetRequestValidatorsRequest;
import dev.gatehouse.aws.apigateway.GetResourcesRequest;
import dev.gatehouse.aws.apigateway.ImportRestApiRequest;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.IntegrationResponse;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.MethodResponse;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.PutRestApiRequest;
import dev.gatehouse.aws.apigateway.RequestValidator;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.testkit.Documents;
import java.nio.charset.StandardCharsets;
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

/** What ImportRestApi and PutRestApi make of documents of OpenAPI, as recorded from AWS. */
@Tag("node")
class OpenApiImportTest {
    private static final String PETS = Documents.read("openapi/pets.swagger.json");
    private static final String ORDERS = Documents.read("openapi/orders.oas30.yaml");

    private RestFixture rest;

    @BeforeEach
    void open(@TempDir Path folder) {
        rest = new RestFixture(folder);
    }

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void theHeadOfADocumentIsTheApi() {
        RestApi api = imported(PETS);

        assertThat(api.name()).isEqualTo("Pets");
        assertThat(api.version()).isEqualTo("1.0");
        assertThat(api.description()).isEqualTo("All about pets");
        assertThat(api.apiKeySource()).isEqualTo("AUTHORIZER");
        assertThat(api.binaryMediaTypes()).containsExactly("image/png", "image/jpg");
        assertThat(api.endpointConfiguration().types()).containsExactly("EDGE");
        assertThat(api.tags()).isNull();
        assertThat(api.warnings()).isNull();
        assertThat(paths(api)).containsExactly("/", "/pets", "/pets/{petId}");
    }

    @Test
    void aParameterOfTheRequestSaysWhatEndpointANewApiHas() {
        RestApi api = imported(PETS, Map.of("endpointConfigurationTypes", "REGIONAL"));

        assertThat(api.endpointConfiguration().types()).containsExactly("REGIONAL");
    }

    @Test
    void definitionsAreTheModelsAndThereAreNoOthers() {
        RestApi api = imported(PETS);

        assertThat(models(api))
                .extracting(Model::name)
                .containsExactlyInAnyOrder("Kind", "NewPet", "Pet", "Pets");
        Model pet = model(api, "Pet");
        assertThat(pet.description()).isEqualTo("One pet");
        assertThat(pet.contentType()).isEqualTo("application/json");
        assertThat(pet.schema())
                .contains(
                        "\"$ref\" : \"https://apigateway.amazonaws.com/restapis/"
                                + api.id()
                                + "/models/Kind\"");
    }

    @Test
    void anOperationIsAMethodWithItsIntegration() {
        RestApi api = imported(PETS);
        Method get = method(api, "/pets", "GET");
        Integration integration = get.methodIntegration();

        assertThat(get.requestParameters())
                .isEqualTo(
                        Map.of(
                                "method.request.querystring.type", false,
                                "method.request.querystring.page", true));
        assertThat(get.methodResponses())
                .isEqualTo(
                        Map.of(
                                "200",
                                MethodResponse.builder()
                                        .statusCode("200")
                                        .responseModels(Map.of("application/json", "Pets"))
                                        .responseParameters(
                                                Map.of(
                                                        "method.response.header.Access-Control-Allow-Origin",
                                                        false))
                                        .build()));
        assertThat(integration.type()).isEqualTo("HTTP");
        assertThat(integration.httpMethod()).isEqualTo("GET");
        assertThat(integration.passthroughBehavior()).isEqualTo("WHEN_NO_MATCH");
        assertThat(integration.timeoutInMillis()).isEqualTo(29_000);
        assertThat(integration.cacheKeyParameters())
                .containsExactly("method.request.querystring.type");
        assertThat(integration.integrationResponses().get("200").selectionPattern())
                .isEqualTo("2\\d{2}");
    }

    @Test
    void theResponseByDefaultHasNoPatternAndAMockNoBackend() {
        Method options = method(imported(ORDERS), "/orders/{orderId}/{rest+}", "OPTIONS");

        assertThat(options.methodIntegration().httpMethod()).isNull();
        assertThat(options.methodIntegration().integrationResponses())
                .isEqualTo(Map.of("200", IntegrationResponse.builder().statusCode("200").build()));
    }

    @Test
    void schemesAreAuthorizersKeysAndSignatures() {
        RestApi api = imported(PETS);
        Authorizer authorizer =
                rest.call(
                                ApiGateway.GET_AUTHORIZERS,
                                GetAuthorizersRequest.builder().restApiId(text(api.id())).build())
                        .items()
                        .getFirst();

        assertThat(authorizer.name()).isEqualTo("token");
        assertThat(authorizer.type()).isEqualTo("TOKEN");
        assertThat(authorizer.authType()).isEqualTo("oauth2");
        assertThat(authorizer.identitySource()).isEqualTo("method.request.header.Authorization");
        assertThat(authorizer.authorizerResultTtlInSeconds()).isEqualTo(60);
        assertThat(method(api, "/pets", "GET").authorizationType()).isEqualTo("CUSTOM");
        assertThat(method(api, "/pets", "GET").authorizerId()).isEqualTo(authorizer.id());
        assertThat(method(api, "/pets", "GET").apiKeyRequired()).isTrue();
        assertThat(method(api, "/pets", "POST").authorizationType()).isEqualTo("AWS_IAM");
        assertThat(method(api, "/pets/{petId}", "ANY").authorizationType()).isEqualTo("NONE");
    }

    @Test
    void whatTheWholeDocumentAsksForHoldsForOperationsThatSayNothing() {
        RestApi api = imported(ORDERS);
        Method post = method(api, "/orders/{orderId}/{rest+}", "POST");

        assertThat(post.authorizationType()).isEqualTo("COGNITO_USER_POOLS");
        assertThat(post.authorizationScopes()).containsExactly("orders/write");
        assertThat(post.requestValidatorId()).isEqualTo(validators(api).getFirst().id());
        assertThat(method(api, "/orders/{orderId}/{rest+}", "OPTIONS").authorizationType())
                .isEqualTo("NONE");
    }

    @Test
    void variablesOfThePathAreParametersAndReferencesAreFollowed() {
        Method post = method(imported(ORDERS), "/orders/{orderId}/{rest+}", "POST");

        assertThat(post.requestParameters())
                .isEqualTo(
                        Map.of(
                                "method.request.header.X-Trace", false,
                                "method.request.path.orderId", true,
                                "method.request.path.rest", true));
        assertThat(post.methodResponses().get("200").responseModels())
                .isEqualTo(Map.of("application/json", "Done"));
        assertThat(post.methodIntegration().integrationResponses().get("200").responseTemplates())
                .isEqualTo(Map.of("application/json", "{\"done\": true}"));
    }

    @Test
    void aSchemaWithinAnOperationBecomesAModel() {
        RestApi api = imported(ORDERS);
        String name =
                method(api, "/orders/{orderId}/{rest+}", "POST")
                        .requestModels()
                        .get("application/json");

        assertThat(name).matches("MODEL[0-9a-f]{6}");
        assertThat(model(api, text(name)).schema()).contains("\"required\" : [ \"item\" ]");
    }

    @Test
    void aPolicyIsKeptAsPoliciesAre() {
        assertThat(imported(ORDERS).policy()).contains("execute-api:us-east-1:111111111111:");
    }

    @Test
    void gatewayResponsesAreCustomised() {
        GatewayResponse response =
                rest.call(
                        ApiGateway.GET_GATEWAY_RESPONSE,
                        GetGatewayResponseRequest.builder()
                                .restApiId(text(imported(PETS).id()))
                                .responseType("MISSING_AUTHENTICATION_TOKEN")
                                .build());

        assertThat(response.statusCode()).isEqualTo("404");
        assertThat(response.defaultResponse()).isFalse();
    }

    @Test
    void theBasePathIsIgnoredPrependedOrSplit() {
        assertThat(paths(imported(PETS, Map.of("basepath", "prepend"))))
                .containsExactly(
                        "/", "/base", "/base/v1", "/base/v1/pets", "/base/v1/pets/{petId}");
        assertThat(paths(imported(PETS, Map.of("basepath", "split"))))
                .containsExactly("/", "/v1", "/v1/pets", "/v1/pets/{petId}");
        assertThat(paths(imported(ORDERS, Map.of("basepath", "prepend")))).contains("/shop/orders");
        assertThat(paths(imported(ORDERS, Map.of("basepath", "split")))).contains("/orders");
    }

    @Test
    void overwritingLeavesNothingButTheApiItself() {
        RestApi api = imported(PETS);
        RestApi put = put(api, "overwrite", ORDERS, null);

        assertThat(put.id()).isEqualTo(api.id());
        assertThat(put.rootResourceId()).isEqualTo(api.rootResourceId());
        assertThat(put.name()).isEqualTo("Orders");
        assertThat(put.version()).isEqualTo("2");
        assertThat(put.description()).isNull();
        assertThat(put.binaryMediaTypes()).isNull();
        assertThat(put.tags()).isEmpty();
        assertThat(paths(api))
                .containsExactly("/", "/orders", "/orders/{orderId}", "/orders/{orderId}/{rest+}");
        assertThat(models(api)).extracting(Model::name).contains("Done").doesNotContain("Pet");
    }

    @Test
    void mergingAddsToWhatIsThere() {
        RestApi api = imported(PETS);
        String before = text(method(api, "/pets", "GET").authorizerId());
        RestApi put =
                put(
                        api,
                        "merge",
                        PETS.replace("image/jpg", "image/gif").replace("5000", "6000"),
                        null);
        put(api, "merge", ORDERS, null);

        assertThat(put.binaryMediaTypes()).containsExactly("image/png", "image/jpg", "image/gif");
        assertThat(method(api, "/pets", "GET").authorizerId()).isEqualTo(before);
        assertThat(method(api, "/pets", "POST").methodIntegration().timeoutInMillis())
                .isEqualTo(6_000);
        assertThat(paths(api)).contains("/pets/{petId}", "/orders/{orderId}");
    }

    @Test
    void whatIsNoTextIsWarnedOfAndLeftOut() {
        String odd = PETS.replace("\"method.request.querystring.page\"\n", "true\n");
        RestApi api = imported(odd);

        assertThat(api.warnings())
                .containsExactly(
                        "Invalid format for 'requestParameters'. Expected type string for property"
                                + " 'integration.request.querystring.page' of resource '/pets' and"
                                + " method 'GET' but got 'true'");
        assertThatThrownBy(() -> put(api, "overwrite", odd, true))
                .hasMessageStartingWith("Warnings found during import:\n\tInvalid format for");
    }

    @Test
    void extensionsThatNobodyReadsAreWarnedOfAndTheOthersKept() {
        String head = "\"swagger\": \"2.0\",";
        assertThat(
                        imported(PETS.replace(head, head + "\"x-amazon-apigateway-colour\": 1,"))
                                .warnings())
                .containsExactly("Ignoring the extension 'x-amazon-apigateway-colour'");
        assertThat(
                        imported(
                                        PETS.replace(
                                                head,
                                                head
                                                        + "\"x-amazon-apigateway-security-policy\":"
                                                        + " \"TLS_1_2\","))
                                .securityPolicy())
                .isEqualTo("TLS_1_2");
    }

    @Test
    void everythingThatCannotBeTakenIsNamedAndNothingIsKept() {
        RestApi api = imported(ORDERS);
        String broken =
                PETS.replace(
                                "http://pets.example.com/pets\",\n          \"cache",
                                "x\",\n  \"cache")
                        .replace("\"/pets/{petId}\"", "\"/pets/{petId\"")
                        .replace("\"Kind\":", "\"Ki-nd\":");

        assertThatThrownBy(() -> put(api, "overwrite", broken, null))
                .hasMessageStartingWith("Errors found during import:\n\t")
                .hasMessageContaining(
                        "\n\tUnable to create model for 'Ki-nd': Model name must be alphanumeric:"
                                + " Ki-nd")
                .hasMessageContaining(
                        "\n\tUnable to put integration on 'GET' for resource at path '/pets':"
                                + " Invalid HTTP endpoint specified for URI")
                .hasMessageContaining(
                        "\n\tUnable to create resource at path '/pets/{petId': Resource's path part"
                                + " only allow");
        assertThat(paths(api)).contains("/orders").doesNotContain("/pets");
    }

    @Test
    void rejectsWhatIsNoDocument() {
        for (String body :
                List.of(
                        "{'key:value}",
                        "a: \"b",
                        "[]",
                        "",
                        "{\"openapi\":\"3.1.0\"}",
                        "swagger: '1.2'",
                        "x: " + "[".repeat(5_000),
                        "{\"a\":".repeat(5_000))) {
            assertThatThrownBy(() -> imported(body)).hasMessage("Invalid OpenAPI input.");
            assertThatThrownBy(() -> put(RestApi.builder().id("none").build(), "merge", body, null))
                    .hasMessage("Invalid OpenAPI input.");
        }
        assertThatThrownBy(() -> imported(PETS.replace("\"http_proxy\"", "\"smtp\"")))
                .hasMessage(
                        "Unable to parse API definition because of a malformed integration at path"
                                + " /pets");
    }

    @Test
    void nothingIsFetchedForAReference() {
        String outside =
                PETS.replace("#/definitions/Pets", "http://127.0.0.1:1/x.json")
                        .replace(
                                "\"$ref\": \"#/definitions/Kind\"",
                                "\"$ref\": \"file:///etc/passwd\"");

        assertThatThrownBy(() -> imported(outside))
                .hasMessageContaining(
                        "Unable to create model for 'Pet': Invalid model specified: Validation"
                            + " Result: warnings : [], errors : [Invalid model schema specified."
                            + " Model reference cannot be resolved: file:///etc/passwd]");
    }

    @Test
    void aliasesThatStandForMuchCostNoMoreThanAnError() {
        StringBuilder bomb = new StringBuilder("openapi: 3.0.1\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s]\n"
                            .formatted(
                                    i,
                                    i,
                                    String.join(
                                            ",",
                                            List.of(
                                                    alias, alias, alias, alias, alias, alias, alias,
                                                    alias, alias))));
        }
        assertThatThrownBy(() -> imported(bomb.toString())).hasMessage("Invalid OpenAPI input.");
    }

    @Test
    void modelsMayReferToEachOtherInCircles() {
        RestApi api =
                imported(
                        """
                        openapi: 3.0.2
                        info: {title: circles, version: '1'}
                        paths: {}
                        components:
                          schemas:
                            Person: {type: object, properties: {house: {$ref: '#/components/schemas/House'}}}
                            House: {type: array, items: {$ref: '#/components/schemas/Person'}}
                        """);

        assertThat(models(api)).extracting(Model::name).containsExactly("House", "Person");
    }

    private RestApi imported(String body) {
        return imported(body, null);
    }

    private RestApi imported(String body, @Nullable Map<String, String> parameters) {
        return rest.call(
                ApiGateway.IMPORT_REST_API,
                ImportRestApiRequest.builder()
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .parameters(parameters)
                        .build());
    }

    private RestApi put(RestApi api, String mode, String body, @Nullable Boolean failOnWarnings) {
        return rest.call(
                ApiGateway.PUT_REST_API,
                PutRestApiRequest.builder()
                        .restApiId(text(api.id()))
                        .mode(mode)
                        .failOnWarnings(failOnWarnings)
                        .body(body.getBytes(StandardCharsets.UTF_8))
                        .build());
    }

    private List<Resource> resources(RestApi api) {
        return rest.call(
                        ApiGateway.GET_RESOURCES,
                        GetResourcesRequest.builder()
                                .restApiId(text(api.id()))
                                .embed(List.of("methods"))
                                .build())
                .items();
    }

    private List<String> paths(RestApi api) {
        return resources(api).stream().map(Resource::path).map(String::valueOf).sorted().toList();
    }

    private Method method(RestApi api, String path, String verb) {
        return resources(api).stream()
                .filter(resource -> path.equals(resource.path()))
                .map(resource -> Objects.requireNonNull(resource.resourceMethods().get(verb)))
                .findFirst()
                .orElseThrow();
    }

    private List<Model> models(RestApi api) {
        return rest.call(
                        ApiGateway.GET_MODELS,
                        GetModelsRequest.builder().restApiId(text(api.id())).build())
                .items();
    }

    private Model model(RestApi api, String name) {
        return models(api).stream()
                .filter(model -> name.equals(model.name()))
                .findFirst()
                .orElseThrow();
    }

    private List<RequestValidator> validators(RestApi api) {
        return rest.call(
                        ApiGateway.GET_REQUEST_VALIDATORS,
                        GetRequestValidatorsRequest.builder().restApiId(text(api.id())).build())
                .items();
    }
}
