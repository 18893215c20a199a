package dev.gatehouse.gateway.respond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.map.ContextVariables;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.plan.GatewayResponse;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.proxy.Response;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every gateway response is written as the API's owner wants it, or as AWS writes it. */
@Tag("unit")
class GatewayResponsesTest {
    private static final GatewayResponse OWN =
            new GatewayResponse(
                    499,
                    List.of(
                            HeaderMapping.parse("gatewayresponse.header.x-why", "'own'")
                                    .orElseThrow()),
                    Map.of(
                            "text/plain",
                            MappingTemplate.compile(
                                    "$context.error.responseType: $context.error.message")));

    @ParameterizedTest
    @EnumSource
    void hasStatusHeadersAndTemplateOfItsOwn(GatewayResponseType type) {
        Response response = written(type, Map.of(type, OWN));

        assertThat(response.status()).isEqualTo(499);
        assertThat(response.headers().get("x-why")).isEqualTo("own");
        assertThat(response.headers().get("Content-Type")).isEqualTo("text/plain");
        assertThat(response.headers().get("x-amzn-ErrorType")).isEqualTo(type.errorType());
        assertThat(text(response)).isEqualTo(type + ": so");
    }

    @ParameterizedTest
    @EnumSource
    void takesThoseOfItsFallback(GatewayResponseType type) {
        GatewayResponseType fallback = type.fallback();
        Response response = written(type, Map.of(fallback == null ? type : fallback, OWN));

        assertThat(response.status()).isEqualTo(499);
        assertThat(text(response)).isEqualTo(type + ": so");
    }

    @ParameterizedTest
    @EnumSource
    void isAwssWhereNobodyCustomisedIt(GatewayResponseType type) {
        Response response = written(type, Map.of());

        assertThat(response.status()).isEqualTo(type.status());
        assertThat(response.headers().get("x-amzn-ErrorType")).isEqualTo(type.errorType());
        assertThat(text(response)).matches("\\{\"[Mm]essage\": ?\"so\"}");
    }

    private static Response written(
            GatewayResponseType type, Map<GatewayResponseType, GatewayResponse> customised) {
        return GatewayResponses.of(
                new Rejection(type, "so"),
                customised,
                () ->
                        new MappingInput(
                                HttpHeaders.headers(),
                                Map.of(),
                                Map.of(),
                                new JsonBody(""),
                                new ContextVariables(),
                                Map.of()));
    }

    private static String text(Response response) {
        return response.body().buffered(1_000).result().toString();
    }
}
