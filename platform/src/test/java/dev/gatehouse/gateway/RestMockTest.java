package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.gateway.plan.integration.IntegrationResponse;
import dev.gatehouse.gateway.plan.integration.Mapping;
import dev.gatehouse.gateway.plan.integration.PassthroughBehavior;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.kernel.BoundedPattern;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("node")
final class RestMockTest {
    private final GatewayServer gateway = new GatewayServer(new ScriptedFunction());

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void answersFromTheDefaultResponse() {
        serve(Plans.mock("{\"statusCode\": 200}", Plans.response(201, "{\"ok\":true}")));

        HttpResponse<String> response = gateway.get("rest123456/prod/x");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("{\"ok\":true}");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
        assertThat(response.headers().firstValue("x-amz-apigw-id").orElseThrow())
                .matches("[A-Za-z0-9_-]{15}=");
        assertThat(response.headers().firstValue("x-amzn-trace-id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ statusCode: 200 }",
                "{'statusCode': 200, '': ''}",
                "{\"statusCode\": 200 , }",
                "{\"statusCode\": 200, \"more\": {\"a\": [1]}}"
            })
    void readsTheStatusAsLenientlyAsAws(String template) {
        serve(Plans.mock(template, Plans.response(200, "fine")));

        assertThat(gateway.get("rest123456/prod/x").body()).isEqualTo("fine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "statusCode: 200",
                "{\"statusCode\": \"200\"}",
                "{\"statusCode\": 200",
                "[]"
            })
    void answers500WithoutAnIntegerStatus(String template) {
        serve(Plans.mock(template, Plans.response(200, "fine")));

        HttpResponse<String> response = gateway.get("rest123456/prod/x");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(response.headers().firstValue("x-amzn-errortype"))
                .hasValue("InternalServerErrorException");
    }

    @Test
    void selectsTheResponseByItsPattern() {
        IntegrationResponse teapot =
                new IntegrationResponse(
                        418,
                        BoundedPattern.compile("4\\d{2}").orElseThrow(),
                        List.of(),
                        Map.of("application/json", literal("short and stout")),
                        null);
        serve(
                Plans.mock(
                        "{\"statusCode\": $input.params('want')}",
                        Plans.response(200, "fine"),
                        teapot));

        assertThat(gateway.get("rest123456/prod/x?want=404").body()).isEqualTo("short and stout");
        assertThat(gateway.get("rest123456/prod/x?want=500").body()).isEqualTo("fine");
    }

    @Test
    void answers500WhenNoResponseFits() {
        IntegrationResponse only =
                new IntegrationResponse(
                        200,
                        BoundedPattern.compile("200").orElseThrow(),
                        List.of(),
                        Map.of(),
                        null);
        serve(Plans.mock("{\"statusCode\": 404}", only));

        assertThat(gateway.get("rest123456/prod/x").statusCode()).isEqualTo(500);
    }

    @Test
    void setsMappedHeaders() {
        IntegrationResponse cors =
                new IntegrationResponse(
                        200,
                        null,
                        List.of(
                                mapping("Access-Control-Allow-Origin", "'*'"),
                                mapping("x-stage", "context.stage"),
                                mapping("x-said", "method.request.querystring.say"),
                                mapping("x-none", "stageVariables.none")),
                        Map.of(),
                        null);
        serve(Plans.mock("{statusCode: 200}", cors));

        HttpResponse<String> response = gateway.get("rest123456/prod/x?say=hello");

        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(response.headers().firstValue("x-stage")).hasValue("prod");
        assertThat(response.headers().firstValue("x-said")).hasValue("hello");
        assertThat(response.headers().firstValue("x-none")).isEmpty();
        assertThat(response.body()).isEmpty();
    }

    /** Seen on AWS: what carries a value over is {@code $context}. */
    @Test
    void theResponsesTemplateDoesNotSeeTheClientsBody() {
        serve(
                Plans.mock(
                        "#set($context.requestOverride.path.said = $input.body){statusCode: 200}",
                        Plans.response(200, "$input.body $context.requestOverride.path.said")));

        HttpResponse<String> response =
                gateway.send(
                        gateway.request("rest123456/prod/x")
                                .POST(HttpRequest.BodyPublishers.ofString("[1]")));

        assertThat(response.body()).isEqualTo("{} [1]");
    }

    @Test
    void overridesStatusAndHeadersFromTheTemplate() {
        serve(
                Plans.mock(
                        "{statusCode: 200}",
                        Plans.response(
                                200,
                                "#set($context.responseOverride.status ="
                                        + " 202)#set($context.responseOverride.header.x-made ="
                                        + " \"here\")done")));

        HttpResponse<String> response = gateway.get("rest123456/prod/x");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("x-made")).hasValue("here");
    }

    /** Recorded from AWS: {@code $context} is one for both templates of a call. */
    @Test
    void keepsWhatTheRequestTemplateOverrides() {
        serve(
                Plans.mock(
                        "#set($context.responseOverride.status = 444)"
                                + "#set($context.responseOverride.header.X-Made = \"first\")"
                                + "#set($context.responseOverride.header.X-Kept = 7)"
                                + "#set($context.requestOverride.path.id = \"9\"){statusCode: 200}",
                        Plans.response(
                                200,
                                "#set($context.responseOverride.header.X-Made ="
                                        + " \"second\")$context.requestOverride.path.id")));

        HttpResponse<String> response = gateway.get("rest123456/prod/x");

        assertThat(response.statusCode()).isEqualTo(444);
        assertThat(response.headers().firstValue("x-made")).hasValue("second");
        assertThat(response.headers().firstValue("x-kept")).hasValue("7");
        assertThat(response.body()).isEqualTo("9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#set($context.responseOverride = 1)x",
                "#set($context.responseOverride.status = \"x\")x",
                "#set($context.responseOverride.status = 99)x",
                "#set($context.responseOverride.header = {1: 2})x",
                "#set($context.responseOverride.header.a = \"b$util.urlDecode('%0D%0A')X-Mine:"
                        + " 1\")x"
            })
    void ignoresOverridesThatAreNone(String template) {
        serve(Plans.mock("{statusCode: 200}", Plans.response(200, template)));

        HttpResponse<String> response = gateway.get("rest123456/prod/x");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("x");
        assertThat(response.headers().map()).doesNotContainKey("x-mine");
    }

    @Test
    void leavesOutAMappedHeaderThatNoHeaderCanCarry() {
        serve(
                Plans.mock(
                        "{statusCode: 200}",
                        new IntegrationResponse(
                                200,
                                null,
                                List.of(mapping("x-said", "method.request.querystring.say")),
                                Map.of(),
                                null)));

        HttpResponse<String> response = gateway.get("rest123456/prod/x?say=a%0D%0AX-Mine:%201");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map()).doesNotContainKeys("x-said", "x-mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#foreach($a in [1..900])#foreach($b in [1..900])#foreach($c in"
                        + " [1..900])x#end#end#end",
                "$input.class.classLoader.loadClass('java.lang.Runtime')#if(",
                "#macro(m)#m()#end#m()"
            })
    void endsTemplatesThatMisbehave(String template) {
        serve(Plans.mock("{statusCode: 200}", Plans.response(200, template)));

        assertThat(gateway.get("rest123456/prod/x").statusCode()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0]", "[?(@", "..*", "['a'].", "(("})
    void pathsIntoBodiesMayBeNestedHoweverDeeply(String step) {
        serve(
                Plans.mock(
                        "{statusCode: 200}",
                        Plans.response(200, "$input.json('$" + step.repeat(50_000) + "')")));

        assertThat(gateway.get("rest123456/prod/x").statusCode()).isIn(200, 500);
        serve(Plans.mock("{statusCode: 200}", Plans.response(200, "fine")));
        assertThat(gateway.get("rest123456/prod/x").body()).isEqualTo("fine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#set($x = $input.body)#foreach($i in [1..5])$x$x$x$x$x$x$x$x$x$x#end",
                "#set($x = $input.body)#foreach($i in [1..5])#set($x = \"$x$x\")#end"
            })
    void endsTemplatesThatMakeTooMuchOfALongBody(String template) {
        serve(Plans.mock(template + "{statusCode: 200}", Plans.response(200, "fine")));

        HttpResponse<String> response =
                gateway.send(
                        gateway.request("rest123456/prod/x")
                                .POST(BodyPublishers.ofString("1".repeat(1_000_000))));

        assertThat(response.statusCode()).isEqualTo(500);
    }

    @Test
    void givesTemplatesNoWayToTheSystem() {
        serve(
                Plans.mock(
                        "{statusCode: 200}",
                        Plans.response(
                                200,
                                "[$input.class.forName('java.lang.Runtime').getRuntime()"
                                    + "$input.getClass().getClassLoader()$util.class.getDeclaredMethods()]")));

        assertThat(gateway.get("rest123456/prod/x").body()).isEqualTo("[]");
    }

    @Test
    void rejectsAMediaTypeThatNoTemplateCovers() {
        RestIntegration mock =
                new RestIntegration.Mock(
                        new Mapping(
                                Map.of("application/json", literal("{statusCode: 200}")),
                                PassthroughBehavior.NEVER,
                                List.of(),
                                null,
                                List.of(Plans.response(200, "fine"))));
        serve(mock);

        HttpResponse<String> response =
                gateway.get("rest123456/prod/x", "Content-Type", "text/csv");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).isEqualTo("{\"message\":\"Unsupported Media Type\"}");
        assertThat(gateway.get("rest123456/prod/x").body()).isEqualTo("fine");
    }

    private void serve(RestIntegration integration) {
        gateway.plans.publish(Plans.rest(Plans.resource("/x", "ANY", integration)));
    }

    private static MappingTemplate literal(String text) {
        return MappingTemplate.compile(text);
    }

    private static HeaderMapping mapping(String name, String source) {
        return HeaderMapping.parse("method.response.header." + name, source).orElseThrow();
    }
}
