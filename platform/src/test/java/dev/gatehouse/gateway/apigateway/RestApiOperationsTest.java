package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateModelRequest;
import dev.gatehouse.aws.apigateway.CreateRestApiRequest;
import dev.gatehouse.aws.apigateway.DeleteRestApiRequest;
import dev.gatehouse.aws.apigateway.EndpointConfiguration;
import dev.gatehouse.aws.apigateway.GetModelRequest;
import dev.gatehouse.aws.apigateway.GetResourcesRequest;
import dev.gatehouse.aws.apigateway.GetRestApiRequest;
import dev.gatehouse.aws.apigateway.GetRestApisRequest;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.UpdateRestApiRequest;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
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

@Tag("node")
class RestApiOperationsTest {
    private RestFixture fixture;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new RestFixture(folder, new RestLimits(3, 300, 10, 29_000, 10_000, 300));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void startsWithAwsDefaults() {
        RestApi api = fixture.api();
        assertThat(api.apiKeySource()).isEqualTo("HEADER");
        assertThat(api.disableExecuteApiEndpoint()).isFalse();
        EndpointConfiguration endpoint = Objects.requireNonNull(api.endpointConfiguration());
        assertThat(endpoint.types()).containsExactly("EDGE");
        assertThat(endpoint.ipAddressType()).isEqualTo("ipv4");
        assertThat(api.createdDate()).isNotNull();
        assertThat(api.tags()).isNull();
        assertThat(get(text(api.id()))).isEqualTo(api.toBuilder().tags(Map.of()).build());
    }

    @Test
    void namesTheAccountOfAnApiThatIsNotThere() {
        assertThatThrownBy(() -> get("api_id"))
                .hasMessage("Invalid API identifier specified 111111111111:api_id");
    }

    @Test
    void changesBinaryMediaTypesAndDescription() {
        String id = text(fixture.api().id());
        RestApi changed =
                update(
                        id,
                        patch("add", "/binaryMediaTypes/image~1png", null),
                        patch("replace", "/description", "all pets"));
        assertThat(changed.binaryMediaTypes()).containsExactly("image/png");
        assertThat(changed.description()).isEqualTo("all pets");
        assertThat(changed.tags()).isEmpty();
        RestApi bare =
                update(
                        id,
                        patch("remove", "/binaryMediaTypes/image~1png", null),
                        patch("remove", "/description", null));
        assertThat(bare.binaryMediaTypes()).isNull();
        assertThat(bare.description()).isNull();
    }

    @Test
    void movesFromEdgeToRegionalByTheIndexOrTheName() {
        String id = text(fixture.api().id());
        RestApi regional =
                update(id, patch("replace", "/endpointConfiguration/types/0", "REGIONAL"));
        assertThat(Objects.requireNonNull(regional.endpointConfiguration()).types())
                .containsExactly("REGIONAL");
        RestApi edge =
                update(id, patch("replace", "/endpointConfiguration/types/REGIONAL", "EDGE"));
        assertThat(Objects.requireNonNull(edge.endpointConfiguration()).types())
                .containsExactly("EDGE");
    }

    @Test
    void aSizeForCompressionIsKeptAndTakenAwayByAnEmptyValue() {
        String id = text(fixture.api().id());
        assertThat(
                        update(id, patch("replace", "/minimumCompressionSize", "0"))
                                .minimumCompressionSize())
                .isZero();
        assertThat(
                        update(id, patch("replace", "/minimumCompressionSize", ""))
                                .minimumCompressionSize())
                .isNull();
    }

    @Test
    void rejectsCompressionSizesOutOfBoundsInAwsWords() {
        String id = text(fixture.api().id());
        for (String size : List.of("-1", "ten", "10485761")) {
            assertThatThrownBy(() -> update(id, patch("replace", "/minimumCompressionSize", size)))
                    .hasMessage("Invalid minimum compression size, must be between 0 and 10485760");
        }
    }

    @Test
    void rejectsEndpointsInAwsWords() {
        assertThatThrownBy(() -> create(List.of("EDGE", "REGIONAL"), null))
                .hasMessage("Cannot create an api with multiple Endpoint Types.");
        assertThatThrownBy(() -> create(List.of(), null))
                .hasMessage(
                        "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        assertThatThrownBy(() -> create(List.of("PRIVATE"), "ipv4"))
                .hasMessage("Only dualstack ipAddressType is supported for Private APIs.");
    }

    @Test
    void anApiThatBecomesPrivateGetsItsKindOfAddressesByItself() {
        String id = text(fixture.api().id());
        update(id, patch("replace", "/endpointConfiguration/types/EDGE", "PRIVATE"));

        EndpointConfiguration endpoint = Objects.requireNonNull(get(id).endpointConfiguration());
        assertThat(endpoint.types()).containsExactly("PRIVATE");
        assertThat(endpoint.ipAddressType()).isEqualTo("dualstack");
        fixture.mock(id, text(get(id).rootResourceId()), "GET");
        assertThatThrownBy(() -> fixture.deploy(id, "prod"))
                .hasMessage("Private REST API doesn't have a resource policy attached to it");
    }

    @Test
    void anApiMayBeAClone() {
        RestApi source = fixture.api();
        String id = text(source.id());
        String pets = text(fixture.resource(id, text(source.rootResourceId()), "pets").id());
        fixture.mock(id, text(fixture.resource(id, pets, "{pet}").id()), "GET");
        fixture.call(
                ApiGateway.CREATE_MODEL,
                CreateModelRequest.builder()
                        .restApiId(id)
                        .name("Pet")
                        .contentType("application/json")
                        .schema(
                                "{\"$ref\":\"https://apigateway.amazonaws.com/restapis/"
                                        + id
                                        + "/models/Empty\"}")
                        .build());

        String clone =
                text(
                        fixture.call(
                                        ApiGateway.CREATE_REST_API,
                                        CreateRestApiRequest.builder()
                                                .name("clone")
                                                .cloneFrom(id)
                                                .build())
                                .id());

        List<Resource> resources = resources(clone);
        assertThat(resources)
                .extracting(Resource::path)
                .containsExactly("/", "/pets", "/pets/{pet}");
        assertThat(resources)
                .extracting(Resource::id)
                .doesNotContainAnyElementsOf(resources(id).stream().map(Resource::id).toList());
        fixture.deploy(clone, "prod");
        assertThat(
                        fixture.call(
                                        ApiGateway.GET_MODEL,
                                        GetModelRequest.builder()
                                                .restApiId(clone)
                                                .modelName("Pet")
                                                .build())
                                .schema())
                .contains("/restapis/" + clone + "/models/Empty");
        assertThatThrownBy(
                        () ->
                                fixture.call(
                                        ApiGateway.CREATE_REST_API,
                                        CreateRestApiRequest.builder()
                                                .name("clone")
                                                .cloneFrom("none")
                                                .build()))
                .hasMessage("Invalid API identifier specified 111111111111:none");
    }

    private List<Resource> resources(String apiId) {
        return Objects.requireNonNull(
                fixture.call(
                                ApiGateway.GET_RESOURCES,
                                GetResourcesRequest.builder().restApiId(apiId).build())
                        .items());
    }

    @Test
    void countsApisAgainstTheLimit() {
        fixture.api();
        fixture.api();
        fixture.api();
        assertThatThrownBy(fixture::api).hasMessage("Maximum number of REST APIs has been reached");
    }

    @Test
    void listsPageByPage() {
        fixture.api();
        fixture.api();
        var first =
                fixture.call(
                        ApiGateway.GET_REST_APIS, GetRestApisRequest.builder().limit(1).build());
        var second =
                fixture.call(
                        ApiGateway.GET_REST_APIS,
                        GetRestApisRequest.builder().limit(1).position(first.position()).build());
        assertThat(first.items()).hasSize(1);
        assertThat(second.items()).hasSize(1).isNotEqualTo(first.items());
        assertThat(second.position()).isNull();
    }

    @Test
    void leavesNothingOfADeletedApi() {
        RestApi api = fixture.api();
        String id = text(api.id());
        fixture.mock(id, text(api.rootResourceId()), "GET");
        fixture.deploy(id, "v1");
        assertThat(fixture.plans.find(id)).isNotNull();
        fixture.call(
                ApiGateway.DELETE_REST_API, DeleteRestApiRequest.builder().restApiId(id).build());
        assertThat(fixture.plans.find(id)).isNull();
        assertThatThrownBy(() -> get(id)).hasMessageStartingWith("Invalid API identifier");
        for (var form :
                List.of(
                        RestTypes.RESOURCE,
                        RestTypes.STAGE,
                        RestTypes.DEPLOYMENT,
                        RestTypes.MODEL)) {
            fixture.store.documents(form.kind()).forEach((_, left) -> assertThat(left).isNull());
        }
    }

    private RestApi get(String id) {
        return fixture.call(
                ApiGateway.GET_REST_API, GetRestApiRequest.builder().restApiId(id).build());
    }

    private RestApi update(String id, PatchOperation... operations) {
        return fixture.call(
                ApiGateway.UPDATE_REST_API,
                UpdateRestApiRequest.builder()
                        .restApiId(id)
                        .patchOperations(List.of(operations))
                        .build());
    }

    private void create(List<String> types, @Nullable String addresses) {
        fixture.call(
                ApiGateway.CREATE_REST_API,
                CreateRestApiRequest.builder()
                        .name("pets")
                        .tags(Map.of())
                        .endpointConfiguration(
                                EndpointConfiguration.builder()
                                        .types(types)
                                        .ipAddressType(addresses)
                                        .build())
                        .build());
    }
}
