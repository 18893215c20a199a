package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateModelRequest;
import dev.gatehouse.aws.apigateway.DeleteModelRequest;
import dev.gatehouse.aws.apigateway.GetModelRequest;
import dev.gatehouse.aws.apigateway.GetModelsRequest;
import dev.gatehouse.aws.apigateway.Model;
import dev.gatehouse.aws.apigateway.Models;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.PutMethodRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.UpdateModelRequest;
import dev.gatehouse.gateway.plan.schema.FlatModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations on models, with the rejections of AWS. */
@Tag("node")
class ModelOperationsTest {
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

    @Test
    void anApiStartsWithTwoModels() {
        assertThat(page(null, null).items())
                .extracting(Model::name)
                .containsExactlyInAnyOrder("Empty", "Error");
    }

    @Test
    void anEmptyDescriptionIsNone() {
        assertThat(create("Bare", model -> model.description("")).description()).isNull();
    }

    @Test
    void rejectsNamesAndSchemasThatAreNone() {
        rejects("Model name must be non-empty", "", "{\"type\":\"object\"}");
        rejects("Model name must be alphanumeric: a-b", "a-b", "{\"type\":\"object\"}");
        rejects("Model schema must have at least 1 property or array items defined", "Bare", "{}");
        rejects("Model name already exists for this REST API", "Empty", "{\"a\":1}");
    }

    @Test
    void aFlatModelHasWhatItRefersTo() {
        create("Pet", model -> model);
        String models = "https://apigateway.amazonaws.com/restapis/" + api + "/models/";
        create(
                "Pets",
                model ->
                        model.schema(
                                "{\"type\":\"array\",\"items\":{\"$ref\":\"" + models + "Pet\"}}"));

        String flat =
                rest.call(
                                ApiGateway.GET_MODEL,
                                GetModelRequest.builder()
                                        .restApiId(api)
                                        .modelName("Pets")
                                        .flatten(true)
                                        .build())
                        .schema();

        assertThat(flat)
                .startsWith(
                        "{\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/Pet\"},\"definitions\":{\"Pet\":{")
                .doesNotContain(models);
    }

    @Test
    void aFlatModelHasDefinitionsInPlaceOfWhatIsNone() {
        String odd = "{\"definitions\":3,\"items\":{\"$ref\":\"https://x/models/Pet\"}}";

        assertThat(FlatModel.of(odd, _ -> Optional.of("{\"type\":\"object\"}")))
                .isEqualTo(
                        "{\"definitions\":{\"Pet\":{\"type\":\"object\"}},"
                                + "\"items\":{\"$ref\":\"#/definitions/Pet\"}}");
    }

    @Test
    void listsPageByPage() {
        create("Pet", model -> model);
        Models first = page(2, null);
        Models rest = page(2, first.position());

        assertThat(first.items()).hasSize(2);
        assertThat(rest.items()).extracting(Model::name).containsExactly("Pet");
        assertThat(rest.position()).isNull();
        assertThatThrownBy(() -> page(0, null))
                .hasMessage("Invalid limit parameter, must be between 1 and 500");
    }

    @Test
    void changesWhatAPatchMayChange() {
        create("Pet", model -> model);
        assertThat(update(patch("replace", "/description", "a pet")).description())
                .isEqualTo("a pet");
        assertThatThrownBy(() -> update(patch("replace", "/name", "Dog")))
                .hasMessage(
                        "Invalid patch path  '/name' specified for op 'replace'. Must be one of:"
                                + " [/description, /schema]");
        assertThatThrownBy(() -> update(patch("replace", "/schema", "{}")))
                .hasMessageStartingWith("Model schema must have");
    }

    @Test
    void rejectsToDeleteAModelThatAMethodNames() {
        rest.call(
                ApiGateway.PUT_METHOD,
                PutMethodRequest.builder()
                        .restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .authorizationType("NONE")
                        .requestModels(Map.of("application/json", "Empty"))
                        .build());
        assertThatThrownBy(() -> delete("Empty"))
                .hasMessage("Cannot delete model 'Empty', is referenced in method request: //GET");
        delete("Error");
        assertThatThrownBy(() -> delete("Error")).hasMessage("Invalid model name specified: Error");
    }

    private void rejects(String message, String name, String schema) {
        assertThatThrownBy(() -> create(name, model -> model.schema(schema))).hasMessage(message);
    }

    private Model create(String name, UnaryOperator<CreateModelRequest.Builder> with) {
        CreateModelRequest.Builder model =
                CreateModelRequest.builder()
                        .restApiId(api)
                        .name(name)
                        .contentType("application/json")
                        .schema("{\"type\":\"string\",\"properties\":{\"a\":{}}}");
        return rest.call(ApiGateway.CREATE_MODEL, with.apply(model).build());
    }

    private Models page(@Nullable Integer limit, @Nullable String position) {
        return rest.call(
                ApiGateway.GET_MODELS,
                GetModelsRequest.builder().restApiId(api).limit(limit).position(position).build());
    }

    private Model update(PatchOperation operation) {
        return rest.call(
                ApiGateway.UPDATE_MODEL,
                UpdateModelRequest.builder()
                        .restApiId(api)
                        .modelName("Pet")
                        .patchOperations(List.of(operation))
                        .build());
    }

    private void delete(String name) {
        rest.call(
                ApiGateway.DELETE_MODEL,
                DeleteModelRequest.builder().restApiId(api).modelName(name).build());
    }
}
