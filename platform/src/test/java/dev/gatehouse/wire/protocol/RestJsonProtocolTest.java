package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateApiResponse;
import dev.gatehouse.aws.lambda.CreateFunctionRequest;
import dev.gatehouse.aws.lambda.FunctionConfiguration;
import dev.gatehouse.aws.lambda.InvocationRequest;
import dev.gatehouse.aws.lambda.InvocationResponse;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.WireResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class RestJsonProtocolTest {
    private static final RequestId ID = new RequestId("6f5b1a0e-0000-4000-8000-000000000001");
    private final Protocol protocol = RestJsonProtocol.INSTANCE;

    @Test
    void aBodyBecomesTheInput() {
        CreateFunctionRequest input =
                create(
                        """
                        {"FunctionName":"f","Role":"r","Code":{"ZipFile":"UEs="},"Timeout":3,
                         "Publish":true,"Environment":{"Variables":{"A":"b"}},"Layers":["l1","l2"],
                         "Description":null}
                        """);

        assertThat(input.functionName()).isEqualTo("f");
        assertThat(input.timeout()).isEqualTo(3);
        assertThat(input.publish()).isTrue();
        assertThat(input.layers()).containsExactly("l1", "l2");
        assertThat(input.code().zipFile()).containsExactly('P', 'K');
        assertThat(input.description()).isNull();
    }

    @Test
    void aBlobPayloadIsTheWholeBodyAndHeadersAreMembers() {
        InvocationRequest input =
                Lambda.INVOKE.input(
                        protocol.decode(
                                Lambda.INVOKE.model(),
                                Requests.request(
                                        "POST",
                                        "/2015-03-31/functions/a%3Ab/invocations?Qualifier=live",
                                        "{\"x\":1}",
                                        "x-amz-invocation-type",
                                        "Event")));

        assertThat(input.functionName()).isEqualTo("a:b");
        assertThat(input.qualifier()).isEqualTo("live");
        assertThat(input.invocationType()).isEqualTo("Event");
        assertThat(input.payload()).isEqualTo("{\"x\":1}".getBytes(StandardCharsets.UTF_8));
    }

    /** As on AWS: SDKs, proxies and scripts put their own there ({@code x-id}, {@code _}). */
    @Test
    void queryKeysAndHeadersThatNoMemberHasAreLetBe() {
        InvocationRequest input =
                Lambda.INVOKE.input(
                        protocol.decode(
                                Lambda.INVOKE.model(),
                                Requests.request(
                                        "POST",
                                        "/2015-03-31/functions/f/invocations?x-id=Invoke&_=1",
                                        "{}",
                                        "x-amz-of-nobody",
                                        "1")));

        assertThat(input.functionName()).isEqualTo("f");
        assertThat(input.qualifier()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"FunctionName\":",
                "{\"FunctionName\":\"f\"",
                "{\"FunctionName\":\"f\"} trailing",
                "[]",
                "\"text\"",
                "{\"Timeout\":1e400}",
                "{\"Timeout\":99999999999999999999999}",
                "{\"Timeout\":1.5}",
                "{\"Publish\":\"yes\"}",
                "{\"Code\":{\"ZipFile\":\"%%%\"}}",
                "{\"Layers\":{}}",
                "{\"Environment\":{\"Variables\":[]}}",
                "{'FunctionName':'f'}",
                "\u0000"
            })
    void whatCannotBeReadIsASerializationException(String body) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create(body))
                .matches(rejection -> rejection.code().equals("SerializationException"))
                .matches(rejection -> rejection.status() == 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void endlessNestingIsRejected(String opening) {
        String body = "{\"Environment\":" + opening.repeat(100_000);

        assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> create(body));
    }

    @Test
    void aValueOfTheWrongKindIsNamedInAwsWords() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create("{\"FunctionName\":5}"))
                .withMessage(
                        "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be"
                                + " converted to an String");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create("{\"FunctionName\":true}"))
                .withMessage("class java.lang.Boolean can not be converted to an String");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create("{\"Timeout\":\"3\"}"))
                .withMessage("STRING_VALUE can not be converted to an Integer");
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create("{\"FunctionName\":{}}"))
                .withMessage("Start of structure or map found where not expected.");
    }

    @Test
    void aMemberNobodyKnowsIsRejectedByName() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> create("{\"FunctionName\":\"f\",\"Colour\":\"red\"}"))
                .withMessageContaining("\"Colour\"");
    }

    @Test
    void anAnswerHasItsModelsStatusAndWireNames() {
        WireResponse response =
                protocol.encode(
                        Lambda.CREATE_FUNCTION.model(),
                        FunctionConfiguration.builder()
                                .functionName("f")
                                .kmsKeyArn("k")
                                .codeSize(5L)
                                .build()
                                .data(),
                        ID);

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers().first("X-Amzn-RequestId")).isEqualTo(ID.value());
        assertThat(Requests.text(response))
                .isEqualTo("{\"FunctionName\":\"f\",\"CodeSize\":5,\"KMSKeyArn\":\"k\"}");
    }

    @Test
    void anAnswerWithoutMembersHasNoBody() {
        WireResponse response =
                protocol.encode(Lambda.DELETE_ALIAS.model(), Empty.EMPTY.data(), ID);

        assertThat(response.status()).isEqualTo(204);
        assertThat(Requests.bytes(response)).isEmpty();
    }

    @Test
    void aMemberCanBeTheStatusAnotherTheBody() {
        WireResponse response =
                protocol.encode(
                        Lambda.INVOKE.model(),
                        InvocationResponse.builder()
                                .statusCode(202)
                                .executedVersion("$LATEST")
                                .payload("null".getBytes(StandardCharsets.UTF_8))
                                .build()
                                .data(),
                        ID);

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.headers().first("X-Amz-Executed-Version")).isEqualTo("$LATEST");
        assertThat(Requests.text(response)).isEqualTo("null");
    }

    @Test
    void whatFunctionsAnswerIsJson() {
        WireResponse response =
                protocol.encode(
                        Lambda.INVOKE.model(),
                        InvocationResponse.builder()
                                .statusCode(200)
                                .payload("{}".getBytes(StandardCharsets.UTF_8))
                                .build()
                                .data(),
                        ID);

        assertThat(response.headers().first("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void datesAreNumbersInVersionOneOfApiGatewayAndTextInVersionTwo() {
        Instant created = Instant.parse("2026-01-02T03:04:05Z");
        WireResponse first =
                protocol.encode(
                        ApiGateway.CREATE_REST_API.model(),
                        RestApi.builder().createdDate(created).build().data(),
                        ID);
        WireResponse second =
                protocol.encode(
                        ApiGatewayV2.CREATE_API.model(),
                        CreateApiResponse.builder().createdDate(created).build().data(),
                        ID);

        assertThat(Requests.text(first)).isEqualTo("{\"createdDate\":1767323045}");
        assertThat(Requests.text(second)).isEqualTo("{\"createdDate\":\"2026-01-02T03:04:05Z\"}");
    }

    @Test
    void lambdasErrorsSayWhoseFaultTheyAre() {
        WireResponse response =
                protocol.encodeError(
                        Lambda.MODEL,
                        new ServiceException(
                                "ResourceNotFoundException", 404, "Function not found: f"),
                        ID);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers().first("x-amzn-ErrorType"))
                .isEqualTo("ResourceNotFoundException");
        assertThat(Requests.text(response))
                .isEqualTo("{\"Type\":\"User\",\"Message\":\"Function not found: f\"}");
    }

    @Test
    void anErrorsMembersTravelWhereTheModelSays() {
        WireResponse response =
                protocol.encodeError(
                        Lambda.MODEL,
                        new ServiceException(
                                "TooManyRequestsException",
                                429,
                                "Rate Exceeded.",
                                Map.of(
                                        "Reason",
                                                "ReservedFunctionConcurrentInvocationLimitExceeded",
                                        "retryAfterSeconds", "7")),
                        ID);

        assertThat(response.headers().first("Retry-After")).isEqualTo("7");
        assertThat(Requests.text(response))
                .contains("\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"")
                .doesNotContain("retryAfterSeconds");
    }

    @Test
    void anErrorTheModelDoesNotHaveStillReachesTheClient() {
        WireResponse response =
                protocol.encodeError(
                        Lambda.MODEL, new ServiceException("ValidationException", 400, "no"), ID);

        assertThat(response.headers().first("x-amzn-ErrorType")).isEqualTo("ValidationException");
        assertThat(Requests.text(response)).isEqualTo("{\"message\":\"no\"}");
    }

    private CreateFunctionRequest create(String body) {
        return Lambda.CREATE_FUNCTION.input(
                protocol.decode(
                        Lambda.CREATE_FUNCTION.model(),
                        Requests.request("POST", "/2015-03-31/functions", body)));
    }
}
