package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.gateway.map.MappingTemplate;
import dev.gatehouse.gateway.map.ParameterSource;
import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.gateway.plan.BinaryMediaTypes;
import dev.gatehouse.gateway.plan.GatewayResponse;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import dev.gatehouse.gateway.plan.RestDeployment;
import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.cache.CacheKey;
import dev.gatehouse.gateway.plan.integration.HeaderMapping;
import dev.gatehouse.gateway.plan.integration.RestIntegration;
import dev.gatehouse.gateway.plan.schema.RequestRules;
import dev.gatehouse.gateway.plan.usage.ApiKeySource;
import dev.gatehouse.gateway.plan.usage.StageSettings;
import dev.gatehouse.kernel.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("node")
final class RestLambdaTest {
    private static final String INTERNAL = "{\"message\": \"Internal server error\"}";

    private final ScriptedFunction function = new ScriptedFunction();
    private final GatewayServer gateway =
            new GatewayServer(
                    function,
                    Plans.rest(Plans.resource("/pets/{id}", "GET", Plans.restFunction())));

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void passesOnWhatTheFunctionAnswers() {
        function.responses(
                "{\"statusCode\":\"418\",\"headers\":{\"X-One\":\"1\",\"X-Bool\":true},\"body\":\"{\\\"a\\\":1}\"}");

        HttpResponse<String> response = gateway.get("rest123456/prod/pets/7");

        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.body()).isEqualTo("{\"a\":1}");
        assertThat(response.headers().firstValue("x-one")).hasValue("1");
        assertThat(response.headers().firstValue("x-bool")).hasValue("true");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.headers().firstValue("x-amzn-trace-id").orElseThrow())
                .matches(
                        "Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:0")
                .isEqualTo(function.last().traceHeader());
        assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
    }

    @Test
    void takes200WhereTheFunctionNamesNoStatus() {
        function.responses("{\"headers\":null,\"body\":\"x\"}");

        assertThat(gateway.get("rest123456/prod/pets/7").statusCode()).isEqualTo(200);
    }

    /** Recorded from AWS: both kinds of headers add up, and the multi-value one's casing stands. */
    @Test
    void mergesBothKindsOfHeaders() {
        function.responses(
                "{\"headers\":{\"test-multi\":\"solo\"},\"multiValueHeaders\":{\"tesT-Multi\":[\"m1\",\"m2\"]}}");

        String response =
                gateway.rawGet("rest123456.execute-api.eu-west-1.localhost", "/prod/pets/7");

        assertThat(response)
                .containsSubsequence("tesT-Multi: m1", "tesT-Multi: m2", "tesT-Multi: solo");
    }

    /** Several public threads agree: frameworks send {@code Access-Control-Max-Age} as a number. */
    @Test
    void takesNumbersAmongHeadersForTextAndLeavesNullsOut() {
        function.responses(
                "{\"headers\":{\"Access-Control-Max-Age\":86400,\"X-Half\":0.50,\"X-Null\":null},"
                        + "\"multiValueHeaders\":{\"X-Many\":[1,null,true],\"X-None\":null}}");

        HttpResponse<String> response = gateway.get("rest123456/prod/pets/7");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map())
                .containsEntry("access-control-max-age", List.of("86400"))
                .containsEntry("x-half", List.of("0.50"))
                .containsEntry("x-many", List.of("1", "true"))
                .doesNotContainKeys("x-null", "x-none");
    }

    /** How aws-serverless-express sends several cookies. */
    @Test
    void sendsHeadersThatDifferOnlyInCasing() {
        function.responses(
                "{\"headers\":{\"Set-Cookie\":\"a=1\",\"set-cookie\":\"b=2\",\"SET-COOKIE\":\"c=3\",\"X-A\":\"1\",\"X-A\":\"2\"}}");

        HttpResponse<String> response = gateway.get("rest123456/prod/pets/7");

        assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2", "c=3");
        assertThat(response.headers().allValues("x-a")).containsExactly("2");
    }

    @Test
    void sendsAPairThatBothKindsOfHeadersHaveOnce() {
        function.responses(
                "{\"headers\":{\"x-both\":\"1\"},\"multiValueHeaders\":{\"X-Both\":[\"1\",\"2\"]}}");

        assertThat(gateway.get("rest123456/prod/pets/7").headers().allValues("x-both"))
                .containsExactly("1", "2");
    }

    /** Captured from AWS: Lambda's own limit, not the API's, so without the API's error type. */
    @Test
    void answers413ToARequestThatIsTooLongForTheFunction() {
        function.does(
                unused ->
                        Future.failedFuture(
                                new ServiceException(
                                        "RequestTooLargeException", 413, "must be smaller")));

        HttpResponse<String> response = gateway.get("rest123456/prod/pets/7");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("{\"message\": \"Request Too Long\"}");
        assertThat(response.headers().firstValue("x-amzn-errortype"))
                .hasValue("BadRequestException");
    }

    @Test
    void renamesHeadersThatAreTheGatewaysOwn() {
        function.responses(
                "{\"headers\":{\"Date\":\"then\",\"Connection\":\"close\",\"Server\":\"s\",\"Content-Length\":\"99\","
                    + "\"Transfer-Encoding\":\"chunked\",\"Upgrade\":\"h2c\"},\"body\":\"abc\"}");

        HttpResponse<String> response = gateway.get("rest123456/prod/pets/7");

        assertThat(response.body()).isEqualTo("abc");
        assertThat(response.headers().map())
                .containsEntry("x-amzn-remapped-date", List.of("then"))
                .containsEntry("x-amzn-remapped-connection", List.of("close"))
                .containsEntry("x-amzn-remapped-server", List.of("s"))
                .containsEntry("x-amzn-remapped-content-length", List.of("99"))
                .containsEntry("content-length", List.of("3"))
                .doesNotContainKeys("transfer-encoding", "upgrade", "server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\"",
                "[]",
                "null",
                "17",
                "{}",
                "not json",
                "{\"statusCode\":200",
                "{\"statusCode\":\"x\"}",
                "{\"statusCode\":2.5}",
                "{\"statusCode\":99}",
                "{\"statusCode\":1000}",
                "{\"statusCode\":99999999999}",
                "{\"statusCode\":{}}",
                "{\"statusCode\":200,\"more\":1}",
                "{\"statusCode\":200,\"headers\":[]}",
                "{\"statusCode\":200,\"headers\":{\"a\":{}}}",
                "{\"statusCode\":200,\"headers\":{\"a\":[1]}}",
                "{\"statusCode\":200,\"headers\":{\"a\\r\\nb\":\"x\"}}",
                "{\"statusCode\":200,\"headers\":{\"a\":\"x\\r\\nSet-Cookie: y\"}}",
                "{\"statusCode\":200,\"multiValueHeaders\":{\"a\":\"x\"}}",
                "{\"statusCode\":200,\"body\":{\"a\":1}}",
                "{\"statusCode\":200,\"isBase64Encoded\":\"true\"}",
                "{\"statusCode\":200,\"cookies\":[\"a=1\"]}"
            })
    void answers502ToAMalformedAnswer(String payload) {
        function.responses(payload);

        assertInternal(502);
    }

    @Test
    void answers502WhenTheFunctionFails() {
        function.does(unused -> ScriptedFunction.functionError("{\"errorMessage\":\"boom\"}"));

        assertInternal(502);
    }

    @Test
    void answers500WhenTheFunctionMayNotBeCalled() {
        function.does(
                unused ->
                        Future.failedFuture(
                                new ServiceException(
                                        "AccessDeniedException", 403, "no permission")));

        assertInternal(500);
    }

    /**
     * Seen on AWS: 500 by default, yet it is the integration failure's response that dresses it.
     */
    @Test
    void treatsAThrottledFunctionAsAnIntegrationFailure() {
        function.does(
                unused ->
                        Future.failedFuture(
                                new ServiceException(
                                        "TooManyRequestsException", 429, "Rate Exceeded.")));
        assertInternal(500);

        GatewayResponse dressed = new GatewayResponse(503, List.of(), Map.of());
        gateway.plans.publish(
                Plans.rest(
                        BinaryMediaTypes.NONE,
                        Map.of(GatewayResponseType.INTEGRATION_FAILURE, dressed),
                        Plans.resource("/pets/{id}", "GET", Plans.restFunction())));
        assertThat(gateway.get("rest123456/prod/pets/7").statusCode()).isEqualTo(503);
    }

    @Test
    void answers504WhenTheFunctionTakesTooLong() {
        Promise<Object> never = Promise.promise();
        function.does(unused -> never.future().mapEmpty());
        gateway.plans.publish(
                Plans.rest(Plans.resource("/pets/{id}", "GET", function("POST", 60))));

        HttpResponse<String> response = gateway.get("rest123456/prod/pets/7");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.body()).isEqualTo("{\"message\": \"Endpoint request timed out\"}");
    }

    @Test
    void answers500WhenTheIntegrationIsNotAPost() {
        gateway.plans.publish(
                Plans.rest(Plans.resource("/pets/{id}", "GET", function("GET", 29_000))));

        assertInternal(500);
        assertThat(function.called()).isFalse();
    }

    @Test
    void callsTheFunctionInTheNameOfTheMethod() {
        gateway.get("rest123456/prod/pets/7");

        assertThat(function.last().source())
                .isEqualTo(
                        new InvocationSource.ServicePrincipal(
                                "apigateway.amazonaws.com",
                                "arn:aws:execute-api:eu-west-1:123456789012:rest123456/prod/GET/pets/{id}",
                                "123456789012"));
    }

    @Test
    void aMappedHeaderMayAskForAnInvocationThatNobodyWaitsFor() {
        ScriptedFunction accepts =
                function.does(
                        _ ->
                                Future.succeededFuture(
                                        new InvocationResult(
                                                202, Buffer.buffer(), null, "$LATEST", null)));
        gateway.plans.publish(
                Plans.rest(
                        Plans.resource(
                                "/pets/{id}",
                                "GET",
                                new RestIntegration.LambdaProxy(
                                        new StageText(Plans.FUNCTION),
                                        "POST",
                                        null,
                                        Duration.ofSeconds(29),
                                        false,
                                        Map.of(
                                                "x-amz-invocation-type",
                                                new ParameterSource.Literal("Event"))))));

        // The acceptance is no response of a function.
        assertInternal(502);
        assertThat(accepts.last().type()).isEqualTo(InvocationType.EVENT);
    }

    @Test
    void fillsStageVariablesIntoTheFunctionsArn() {
        RestIntegration integration =
                new RestIntegration.LambdaProxy(
                        new StageText(
                                "arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}:${stageVariables.alias}"),
                        "POST",
                        null,
                        Duration.ofSeconds(29),
                        false,
                        Map.of());
        RestDeployment deployment =
                RestDeployment.of(
                        "d",
                        List.of(Plans.resource("/x", "GET", integration)),
                        BinaryMediaTypes.NONE,
                        Map.of(),
                        null);
        gateway.plans.publish(
                new RestPlan(
                        Plans.REST,
                        false,
                        Map.of(
                                "blue",
                                new RestStage(
                                        "blue",
                                        Map.of("fn", "hello", "alias", "live"),
                                        null,
                                        "",
                                        deployment,
                                        StageSettings.NONE,
                                        null))));

        gateway.get("rest123456/blue/x");

        assertThat(function.last().function())
                .hasToString("arn:aws:lambda:eu-west-1:123456789012:function:hello:live");
        assertThat(
                        Golden.tree(function.last().payload())
                                .path("stageVariables")
                                .path("alias")
                                .asText())
                .isEqualTo("live");
    }

    /**
     * Recorded from AWS: without a binary media type that the client accepts, Base64 goes out as it
     * is.
     */
    @Test
    void decodesBase64OnlyForClientsThatAcceptTheType() {
        function.responses("{\"body\":\"dGVzdC1kYXRh\",\"isBase64Encoded\":true}");
        assertThat(gateway.get("rest123456/prod/pets/7", "Accept", "image/png").body())
                .isEqualTo("dGVzdC1kYXRh");

        gateway.plans.publish(
                Plans.rest(
                        new BinaryMediaTypes(List.of("image/*")),
                        Map.of(),
                        Plans.resource("/pets/{id}", "GET", Plans.restFunction())));
        assertThat(gateway.get("rest123456/prod/pets/7", "Accept", "image/png, */*").body())
                .isEqualTo("test-data");
        function.responses("{\"body\":\"%%%\",\"isBase64Encoded\":true}");
        assertThat(gateway.get("rest123456/prod/pets/7", "Accept", "image/png").statusCode())
                .isEqualTo(502);
        function.responses("{\"body\":\"dGVzdC1kYXRh\",\"isBase64Encoded\":true}");
        assertThat(gateway.get("rest123456/prod/pets/7", "Accept", "*/*, image/png").body())
                .isEqualTo("dGVzdC1kYXRh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest123456/prod/nowhere", "rest123456/prod/", "rest123456/prod"})
    void answersAnUnknownPathAsAwsDoes(String path) {
        HttpResponse<String> response = gateway.get(path);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertThat(response.headers().firstValue("x-amzn-errortype"))
                .hasValue("MissingAuthenticationTokenException");
    }

    @Test
    void answersAnUnknownMethodLikeAnUnknownPath() {
        HttpResponse<String> response =
                gateway.send(gateway.request("rest123456/prod/pets/7").DELETE());

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("Missing Authentication Token");
    }

    @Test
    void answersAnUnknownStageOrApiAsForbidden() {
        assertThat(gateway.get("rest123456/dev/pets/7").statusCode()).isEqualTo(403);
        assertThat(gateway.get("rest123456/dev/pets/7").body())
                .isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(gateway.get("unknown/prod/pets/7").body())
                .isEqualTo("{\"message\":\"Forbidden\"}");
    }

    @Test
    void opensNoMethodThatWantsAnApiKey() {
        RestMethod method =
                new RestMethod(
                        "/x/GET",
                        Authorization.OPEN,
                        ApiKeySource.HEADER,
                        RequestRules.NONE,
                        CacheKey.NONE,
                        Plans.restFunction());
        gateway.plans.publish(Plans.rest(new RestResource("r", "/x", Map.of("GET", method))));

        HttpResponse<String> response = gateway.get("rest123456/prod/x", "x-api-key", "anything");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(response.headers().firstValue("x-amzn-errortype"))
                .hasValue("ForbiddenException");
        assertThat(function.called()).isFalse();
    }

    @Test
    void dressesRejectionsAsTheApisOwnerWants() {
        GatewayResponse notFound =
                new GatewayResponse(
                        404,
                        List.of(
                                header("Access-Control-Allow-Origin", "'*'"),
                                header("x-path", "context.path")),
                        Map.of(
                                "application/json",
                                MappingTemplate.compile(
                                        "{\"m\":$context.error.messageString,\"t\":\"$context.error.responseType\"}")));
        GatewayResponse any5xx =
                new GatewayResponse(null, List.of(header("x-cors", "'yes'")), Map.of());
        gateway.plans.publish(
                Plans.rest(
                        BinaryMediaTypes.NONE,
                        Map.of(
                                GatewayResponseType.MISSING_AUTHENTICATION_TOKEN, notFound,
                                GatewayResponseType.DEFAULT_5XX, any5xx),
                        Plans.resource("/pets/{id}", "GET", Plans.restFunction())));
        function.responses("[]");

        HttpResponse<String> missing = gateway.get("rest123456/prod/nowhere");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body())
                .isEqualTo(
                        "{\"m\":\"Missing Authentication"
                                + " Token\",\"t\":\"MISSING_AUTHENTICATION_TOKEN\"}");
        assertThat(missing.headers().firstValue("access-control-allow-origin")).hasValue("*");
        HttpResponse<String> failed = gateway.get("rest123456/prod/pets/7");
        assertThat(failed.statusCode()).isEqualTo(502);
        assertThat(failed.headers().firstValue("x-cors")).hasValue("yes");
        assertThat(failed.body()).isEqualTo(INTERNAL.replace(": ", ":"));
    }

    private void assertInternal(int status) {
        HttpResponse<String> response = gateway.get("rest123456/prod/pets/7");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(INTERNAL);
        assertThat(response.headers().firstValue("x-amzn-errortype"))
                .hasValue("InternalServerErrorException");
    }

    private static RestIntegration function(String httpMethod, long timeoutMillis) {
        return new RestIntegration.LambdaProxy(
                new StageText(Plans.FUNCTION),
                httpMethod,
                null,
                Duration.ofMillis(timeoutMillis),
                false,
                Map.of());
    }

    private static HeaderMapping header(String name, String source) {
        return HeaderMapping.parse("gatewayresponse.header." + name, source).orElseThrow();
    }
}
