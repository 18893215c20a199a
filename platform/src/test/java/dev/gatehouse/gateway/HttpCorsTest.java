package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.integration.HttpIntegration;
import dev.gatehouse.gateway.plan.integration.HttpIntegration.PayloadFormat;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;
import dev.gatehouse.proxy.cors.CorsRules;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of browsers from other origins to HTTP APIs, which the gateway responds to itself. */
@Tag("node")
final class HttpCorsTest {
    private static final CorsRules CORS =
            new CorsRules(
                    List.of("https://app.example", "https://*"),
                    List.of("GET", "POST"),
                    List.of("content-type", "x-token"),
                    List.of("x-total"),
                    true,
                    600);

    private final ScriptedFunction function = new ScriptedFunction();
    private final GatewayServer gateway =
            new GatewayServer(
                    function, Plans.http(null, Plans.route("GET /two", PayloadFormat.V2)));

    @AfterEach
    void close() {
        gateway.close();
    }

    /** Lists have blanks between their values; no value stands for none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // configured: origins | methods | headers | exposed | credentials | age -> origin |
                // preflight | response
                "*|*|*|*|false|0|https://a.example|origin=* methods=* headers=* age=0|origin=*"
                        + " exposed=*",
                "*||||false||https://a.example|origin=*|origin=*",
                "https://*|GET|a b||true|600|https://a.example|origin=https://a.example"
                    + " credentials=true methods=GET headers=a,b age=600|origin=https://a.example"
                    + " credentials=true",
                "http://*|GET|||false||https://a.example||",
                "http://* https://b.example|GET"
                        + " PUT|||false||https://b.example|origin=https://b.example"
                        + " methods=GET,PUT|origin=https://b.example",
                "https://a.example|GET||x-total|false||https://a.example|origin=https://a.example"
                        + " methods=GET|origin=https://a.example exposed=x-total",
                "https://a.example|GET||x-total|false||https://A.example|origin=https://A.example"
                        + " methods=GET|origin=https://A.example exposed=x-total",
                "https://a.example|GET||x-total|true||https://a.example.org||",
                "https://a.example|GET|||false||null||",
                "|GET POST|a|b|false|5|https://a.example||",
            })
    void whatIsConfiguredIsWhatBrowsersAreTold(
            @Nullable String origins,
            @Nullable String methods,
            @Nullable String headers,
            @Nullable String exposed,
            boolean credentials,
            @Nullable Integer age,
            String origin,
            @Nullable String preflight,
            @Nullable String response) {
        gateway.plans.publish(
                Plans.http(
                        new CorsRules(
                                list(origins),
                                list(methods),
                                list(headers),
                                list(exposed),
                                credentials,
                                age),
                        Plans.route("GET /two", PayloadFormat.V2)));

        HttpResponse<String> before = preflight("http123456/two", origin);
        assertThat(before.statusCode()).isEqualTo(204);
        assertThat(told(before)).isEqualTo(preflight == null ? "" : preflight);
        assertThat(told(gateway.get("http123456/two", "Origin", origin)))
                .isEqualTo(response == null ? "" : response);
        assertThat(told(gateway.get("http123456/two"))).isEmpty();
    }

    private static List<String> list(@Nullable String words) {
        return words == null ? List.of() : Arrays.asList(words.split(" ", -1));
    }

    private static String told(HttpResponse<String> response) {
        StringBuilder told = new StringBuilder();
        for (String each :
                List.of(
                        "origin=allow-origin",
                        "credentials=allow-credentials",
                        "methods=allow-methods",
                        "headers=allow-headers",
                        "exposed=expose-headers",
                        "age=max-age")) {
            int sign = each.indexOf('=');
            response.headers()
                    .firstValue("access-control-" + each.substring(sign + 1))
                    .ifPresent(value -> told.append(' ').append(each, 0, sign + 1).append(value));
        }
        return told.toString().strip();
    }

    @Test
    void aPreflightNeedsNoPermissionAndARejectionIsReadable() {
        gateway.plans.publish(
                Plans.http(
                        CORS,
                        new HttpRoute(
                                "ANY /closed",
                                new Authorization.Iam(),
                                new HttpIntegration.LambdaProxy(
                                        new StageText(Plans.FUNCTION),
                                        PayloadFormat.V2,
                                        null,
                                        Duration.ofSeconds(30)),
                                ParameterMapping.NONE)));

        assertThat(preflight("http123456/closed", "https://app.example").statusCode())
                .isEqualTo(204);
        HttpResponse<String> rejected =
                gateway.get("http123456/closed", "Origin", "https://app.example");
        assertThat(rejected.statusCode()).isEqualTo(403);
        assertThat(told(rejected)).contains("origin=https://app.example credentials=true");
        HttpResponse<String> plain =
                gateway.send(
                        gateway.request("http123456/closed", "Origin", "https://app.example")
                                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(plain.statusCode()).as("no preflight: it names no method").isEqualTo(403);
    }

    @Test
    void answersPreflightsItselfEvenWithoutARoute() {
        gateway.plans.publish(Plans.http(CORS, Plans.route("GET /two", PayloadFormat.V2)));

        HttpResponse<String> response = preflight("http123456/nowhere", "https://other.example");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().map())
                .containsEntry("access-control-allow-origin", List.of("https://other.example"))
                .containsEntry("access-control-allow-methods", List.of("GET,POST"))
                .containsEntry("access-control-allow-headers", List.of("content-type,x-token"))
                .containsEntry("access-control-allow-credentials", List.of("true"))
                .containsEntry("access-control-max-age", List.of("600"));
        assertThat(function.called()).isFalse();
    }

    @Test
    void allowsNothingToAnOriginThatDoesNotMatch() {
        gateway.plans.publish(Plans.http(CORS, Plans.route("GET /two", PayloadFormat.V2)));

        HttpResponse<String> response = preflight("http123456/two", "http://plain.example");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().map().keySet())
                .noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void replacesTheBackendsCorsHeaders() {
        gateway.plans.publish(Plans.http(CORS, Plans.route("GET /two", PayloadFormat.V2)));
        function.responses(
                "{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\",\"Access-Control-Max-Age\":\"1\"}}");

        HttpResponse<String> response =
                gateway.get("http123456/two", "Origin", "https://app.example");

        assertThat(response.headers().map())
                .containsEntry("access-control-allow-origin", List.of("https://app.example"))
                .containsEntry("access-control-expose-headers", List.of("x-total"))
                .doesNotContainKey("access-control-max-age");
        assertThat(gateway.get("http123456/none", "Origin", "https://app.example").headers().map())
                .containsKey("access-control-allow-origin");
    }

    @Test
    void leavesCorsToTheBackendWhereTheApiHasNone() {
        function.responses(
                "{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\"}}");

        assertThat(
                        gateway.get("http123456/two", "Origin", "https://a")
                                .headers()
                                .firstValue("access-control-allow-origin"))
                .hasValue("*");
        assertThat(preflight("http123456/two", "https://a").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> preflight(String path, String origin) {
        return gateway.send(
                gateway.request(path, "Origin", origin, "Access-Control-Request-Method", "GET")
                        .method("OPTIONS", BodyPublishers.noBody()));
    }
}
