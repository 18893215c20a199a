package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.DeleteGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.GatewayResponse;
import dev.gatehouse.aws.apigateway.GetGatewayResponsesRequest;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.PutGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.UpdateGatewayResponseRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers and rejections as they were recorded from AWS. */
@Tag("node")
class GatewayResponseOperationsTest {
    private static final Map<String, String> USUAL =
            Map.of("application/json", "{\"message\":$context.error.messageString}");

    private RestFixture fixture;
    private String api;

    @BeforeEach
    void open(@TempDir Path folder) {
        fixture = new RestFixture(folder);
        api = text(fixture.api().id());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void listsAllTypesWithTheirDefaults() {
        List<GatewayResponse> all = list();
        assertThat(all).hasSize(21).allMatch(GatewayResponse::defaultResponse);
        GatewayResponse denied = all.getFirst();
        assertThat(denied.responseType()).isEqualTo("ACCESS_DENIED");
        assertThat(denied.statusCode()).isEqualTo("403");
        assertThat(denied.responseParameters()).isEmpty();
        assertThat(denied.responseTemplates()).isEqualTo(USUAL);
    }

    @Test
    void othersInheritTheFallbackThatWasCustomised() {
        put("DEFAULT_5XX", "599");
        for (GatewayResponse response : list()) {
            boolean server =
                    text(response.responseType())
                            .matches("DEFAULT_5XX|.*(ERROR|FAILURE).*|INTEGRATION_TIMEOUT");
            assertThat("599".equals(response.statusCode()))
                    .as(response.responseType())
                    .isEqualTo(server);
        }
    }

    @Test
    void aCustomisedResponseDoesNotInherit() {
        put("DEFAULT_5XX", "599");
        GatewayResponse own =
                fixture.call(
                        ApiGateway.PUT_GATEWAY_RESPONSE,
                        PutGatewayResponseRequest.builder()
                                .restApiId(api)
                                .responseType("AUTHORIZER_FAILURE")
                                .responseParameters(Map.of("gatewayresponse.header.a", "'b'"))
                                .build());
        assertThat(own.statusCode()).isEqualTo("500");
        assertThat(own.responseTemplates()).isEqualTo(USUAL);
        assertThat(own.defaultResponse()).isFalse();
    }

    @Test
    void aPatchCustomisesWhatWasADefault() {
        GatewayResponse changed = update("DEFAULT_4XX", patch("replace", "/statusCode", "444"));
        assertThat(changed.statusCode()).isEqualTo("444");
        assertThat(changed.defaultResponse()).isFalse();
    }

    @Test
    void rejectsPathsAndValues() {
        rejects("Invalid patch path /statusCode", patch("add", "/statusCode", "444"));
        rejects("Invalid patch path /wrongPath", patch("add", "/wrongPath", "a"));
        rejects("Invalid patch path null", patch("add", null, "a"));
        rejects(
                "Invalid parameter name specified",
                patch("replace", "/responseParameters/gatewayresponse.header.a", "'b'"));
        rejects(
                "Invalid null or empty value in responseTemplates",
                patch("add", "/responseTemplates/application~1json", null));
    }

    @Test
    void deletesOnlyWhatWasCustomised() {
        assertThatThrownBy(this::delete).hasMessage("Gateway response type not defined on api");
        put("DEFAULT_5XX", "599");
        delete();
        assertThat(list()).allMatch(GatewayResponse::defaultResponse);
    }

    private List<GatewayResponse> list() {
        return Objects.requireNonNull(
                fixture.call(
                                ApiGateway.GET_GATEWAY_RESPONSES,
                                GetGatewayResponsesRequest.builder().restApiId(api).build())
                        .items());
    }

    private void put(String type, String status) {
        fixture.call(
                ApiGateway.PUT_GATEWAY_RESPONSE,
                PutGatewayResponseRequest.builder()
                        .restApiId(api)
                        .responseType(type)
                        .statusCode(status)
                        .build());
    }

    private void delete() {
        fixture.call(
                ApiGateway.DELETE_GATEWAY_RESPONSE,
                DeleteGatewayResponseRequest.builder()
                        .restApiId(api)
                        .responseType("DEFAULT_5XX")
                        .build());
    }

    private GatewayResponse update(String type, PatchOperation operation) {
        return fixture.call(
                ApiGateway.UPDATE_GATEWAY_RESPONSE,
                UpdateGatewayResponseRequest.builder()
                        .restApiId(api)
                        .responseType(type)
                        .patchOperations(List.of(operation))
                        .build());
    }

    private void rejects(String message, PatchOperation operation) {
        assertThatThrownBy(() -> update("DEFAULT_4XX", operation)).hasMessage(message);
    }
}
