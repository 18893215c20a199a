package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteResourceRequest;
import dev.gatehouse.aws.apigateway.GetResourceRequest;
import dev.gatehouse.aws.apigateway.GetResourcesRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.Resources;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.UpdateResourceRequest;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("node")
class ResourceOperationsTest {
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
    void startsWithItsRoot() {
        assertThat(paths()).containsExactly("/");
    }

    @Test
    void pathsFollowTheTree() {
        String pets = add(root, "pets");
        add(pets, "{petId}");
        assertThat(paths()).containsExactlyInAnyOrder("/", "/pets", "/pets/{petId}");
    }

    @Test
    void listsInTheOrderOfCreationTheRootFirst() {
        List<String> made = new ArrayList<>(List.of("/"));
        for (String part : List.of("z", "a", "m", "b")) {
            made.add("/" + part);
            add(root, part);
        }
        assertThat(paths()).isEqualTo(made);
        List<String> paged = new ArrayList<>();
        String position = null;
        do {
            Resources page =
                    fixture.call(
                            ApiGateway.GET_RESOURCES,
                            GetResourcesRequest.builder()
                                    .restApiId(api)
                                    .limit(2)
                                    .position(position)
                                    .build());
            Objects.requireNonNull(page.items()).forEach(each -> paged.add(each.path()));
            position = page.position();
        } while (position != null);
        assertThat(paged).isEqualTo(made);
    }

    @Test
    void renamingAResourceMovesAllBelowIt() {
        String pets = add(root, "pets");
        String pet = add(pets, "{petId}");
        add(pet, "toys");
        Resource renamed = update(pets, "/pathPart", "dogs");
        assertThat(renamed.path()).isEqualTo("/dogs");
        assertThat(paths())
                .containsExactlyInAnyOrder("/", "/dogs", "/dogs/{petId}", "/dogs/{petId}/toys");
    }

    @Test
    void rejectsASiblingOfTheSameName() {
        add(root, "pets");
        assertThatThrownBy(() -> add(root, "pets"))
                .hasMessage("Another resource with the same parent already has this name: pets");
    }

    @Test
    void rejectsASecondVariableSibling() {
        add(root, "{proxy+}");
        assertThatThrownBy(() -> add(root, "{id}"))
                .hasMessage(
                        "A sibling ({proxy+}) of this resource already has a variable path part --"
                                + " only one is allowed");
    }

    @Test
    void rejectsAChildOfAGreedyVariable() {
        String proxy = add(root, "{proxy+}");
        assertThatThrownBy(() -> add(proxy, "pets"))
                .hasMessage(
                        "Cannot create a child of a resource with a greedy path variable:"
                                + " {proxy+}");
    }

    @Test
    void rejectsToMoveAResourceBelowItself() {
        String pets = add(root, "pets");
        String toys = add(pets, "toys");
        assertThatThrownBy(() -> update(pets, "/parentId", toys))
                .hasMessage("Resources cannot be cyclical.");
        assertThatThrownBy(() -> update(pets, "/parentId", pets))
                .hasMessage("Resources cannot be cyclical.");
    }

    @Test
    void rejectsToMoveTheRoot() {
        String pets = add(root, "pets");
        assertThatThrownBy(() -> update(root, "/pathPart", "base"))
                .hasMessage("Root resource cannot update its pathPart.");
        assertThatThrownBy(() -> update(root, "/parentId", pets))
                .hasMessage("Root resource cannot update its parentId.");
    }

    @Test
    void rejectsPathPartsWithOtherCharacters() {
        for (String part : List.of("a/b", "", "{id", "a{b}", "pet s")) {
            assertThatThrownBy(() -> add(root, part))
                    .hasMessageStartingWith("Resource's path part only allow");
        }
    }

    @Test
    void deletesAResourceWithAllBelowIt() {
        String pets = add(root, "pets");
        add(pets, "toys");
        delete(pets);
        assertThat(paths()).containsExactly("/");
        assertThatThrownBy(() -> add(pets, "toys"))
                .hasMessage("Invalid Resource identifier specified");
    }

    @Test
    void placesThatWereGivenUpAreFreeAgain() {
        String pets = add(root, "pets");
        String toys = add(pets, "toys");
        update(pets, "/pathPart", "dogs");
        String others = add(root, "pets");
        update(toys, "/parentId", others);
        assertThat(paths()).containsExactlyInAnyOrder("/", "/dogs", "/pets", "/pets/toys");
        delete(others);
        add(add(root, "pets"), "toys");
        assertThat(paths()).containsExactlyInAnyOrder("/", "/dogs", "/pets", "/pets/toys");
    }

    @Test
    void readsNoMoreWhenTheApiHasMoreResources(@TempDir Path folder) {
        Store counted = SqlStore.open("sqlite:" + folder.resolve("counted.db"));
        CountedStore store = new CountedStore(counted);
        try (RestFixture many = new RestFixture(store, RestLimits.AWS)) {
            RestApi created = many.api();
            String id = text(created.id());
            String top = text(created.rootResourceId());
            int atFirst = store.readBy(() -> many.resource(id, top, "first"));
            for (int i = 0; i < 30; i++) {
                many.resource(id, top, "other" + i);
            }
            assertThat(store.readBy(() -> many.resource(id, top, "last"))).isEqualTo(atFirst);
        }
    }

    @Test
    void showsMethodsOnlyWhenAsked() {
        fixture.mock(api, root, "GET");
        GetResourceRequest request =
                GetResourceRequest.builder().restApiId(api).resourceId(root).build();
        assertThat(fixture.call(ApiGateway.GET_RESOURCE, request).resourceMethods())
                .isEqualTo(Map.of("GET", Method.builder().build()));
        Map<String, Method> embedded =
                fixture.call(
                                ApiGateway.GET_RESOURCE,
                                request.toBuilder().embed(List.of("methods")).build())
                        .resourceMethods();
        Method get = Objects.requireNonNull(Objects.requireNonNull(embedded).get("GET"));
        assertThat(get.methodIntegration()).isNotNull();
    }

    private String add(String parentId, String pathPart) {
        return text(fixture.resource(api, parentId, pathPart).id());
    }

    private void delete(String id) {
        fixture.call(
                ApiGateway.DELETE_RESOURCE,
                DeleteResourceRequest.builder().restApiId(api).resourceId(id).build());
    }

    private Resource update(String id, String path, String value) {
        return fixture.call(
                ApiGateway.UPDATE_RESOURCE,
                UpdateResourceRequest.builder()
                        .restApiId(api)
                        .resourceId(id)
                        .patchOperations(List.of(patch("replace", path, value)))
                        .build());
    }

    private List<String> paths() {
        var all =
                fixture.call(
                        ApiGateway.GET_RESOURCES,
                        GetResourcesRequest.builder().restApiId(api).build());
        return Objects.requireNonNull(all.items()).stream().map(each -> text(each.path())).toList();
    }
}
