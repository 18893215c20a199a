package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateRestApiRequest;
import dev.gatehouse.aws.apigateway.EndpointConfiguration;
import dev.gatehouse.aws.apigateway.PatchOperation;
import dev.gatehouse.aws.apigateway.PutGatewayResponseRequest;
import dev.gatehouse.aws.apigateway.PutIntegrationRequest;
import dev.gatehouse.aws.apigateway.UpdateRestApiRequest;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateApiRequest;
import dev.gatehouse.aws.iam.CreateRoleRequest;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.aws.lambda.AliasRoutingConfiguration;
import dev.gatehouse.aws.lambda.CreateAliasRequest;
import dev.gatehouse.aws.lambda.CreateFunctionRequest;
import dev.gatehouse.aws.lambda.FunctionCode;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.aws.lambda.LayerVersionContentInput;
import dev.gatehouse.aws.lambda.ListLayersRequest;
import dev.gatehouse.aws.lambda.PublishLayerVersionRequest;
import dev.gatehouse.aws.lambda.PutFunctionRecursionConfigRequest;
import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Tag("unit")
class InputValidationTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";

    @Test
    void anInputThatKeepsToTheModelPasses() {
        assertThatCode(
                        () ->
                                InputValidation.check(
                                        Lambda.CREATE_FUNCTION.model(), valid().build().data()))
                .doesNotThrowAnyException();
    }

    @Test
    void anAbsentRequiredMemberIsNull() {
        ServiceException rejection = rejection(Lambda.CREATE_FUNCTION, valid().role(null).build());

        assertThat(rejection.code()).isEqualTo("ValidationException");
        assertThat(rejection.text())
                .isEqualTo(
                        "1 validation error detected: Value null at 'role' failed to satisfy"
                                + " constraint: Member must not be null");
    }

    @Test
    void aPatternIsQuoted() {
        assertThat(rejection(Lambda.CREATE_FUNCTION, valid().functionName("a b").build()).text())
                .startsWith(
                        "1 validation error detected: Value 'a b' at 'functionName' failed to"
                                + " satisfy constraint: Member must satisfy regular expression"
                                + " pattern: (arn:");
    }

    @Test
    void severalErrorsAreCountedAndJoined() {
        String text =
                rejection(
                                Lambda.CREATE_FUNCTION,
                                valid().timeout(0).ephemeralStorage(null).memorySize(1).build())
                        .text();

        assertThat(text)
                .isEqualTo(
                        "2 validation errors detected: Value '0' at 'timeout' failed to satisfy"
                                + " constraint: Member must have value greater than or equal to 1;"
                                + " Value '1' at 'memorySize' failed to satisfy constraint: Member"
                                + " must have value greater than or equal to 128");
    }

    @Test
    void anElementOfAListIsReportedWithAllThatIsDemandedOfIt() {
        assertThat(
                        rejection(
                                        Lambda.CREATE_FUNCTION,
                                        valid().architectures(List.of("z80")).build())
                                .text())
                .isEqualTo(
                        "1 validation error detected: Value '[z80]' at 'architectures' failed to"
                                + " satisfy constraint: Member must satisfy constraint: [Member"
                                + " must satisfy enum value set: [x86_64, arm64], Member must not"
                                + " be null]");
    }

    @Test
    void aKeyOfAMapIsReportedWithAllThatIsDemandedOfIt() {
        CreateAliasRequest request =
                CreateAliasRequest.builder()
                        .functionName("f")
                        .name("live")
                        .functionVersion("1")
                        .routingConfig(
                                AliasRoutingConfiguration.builder()
                                        .additionalVersionWeights(Map.of("$LATEST", 0.5))
                                        .build())
                        .build();

        assertThat(rejection(Lambda.CREATE_ALIAS, request).text())
                .isEqualTo(
                        "1 validation error detected: Value '{$LATEST=0.5}' at"
                                + " 'routingConfig.additionalVersionWeights' failed to satisfy"
                                + " constraint: Map keys must satisfy constraint: [Member must have"
                                + " length less than or equal to 1024, Member must have length"
                                + " greater than or equal to 1, Member must satisfy regular"
                                + " expression pattern: [0-9]+, Member must not be null]");
    }

    @Test
    void aBoundOfADecimalIsADecimal() {
        CreateAliasRequest request =
                CreateAliasRequest.builder()
                        .functionName("f")
                        .name("live")
                        .functionVersion("1")
                        .routingConfig(
                                AliasRoutingConfiguration.builder()
                                        .additionalVersionWeights(Map.of("2", 2.0))
                                        .build())
                        .build();

        assertThat(rejection(Lambda.CREATE_ALIAS, request).text())
                .contains(
                        "value less than or equal to 1.0, Member must have value greater than or"
                                + " equal to 0.0,");
    }

    @Test
    void runtimesOfLayersAreReportedPlainly() {
        PublishLayerVersionRequest request =
                PublishLayerVersionRequest.builder()
                        .layerName("l")
                        .content(LayerVersionContentInput.builder().build())
                        .compatibleRuntimes(List.of("cobol"))
                        .build();

        assertThat(rejection(Lambda.PUBLISH_LAYER_VERSION, request).text())
                .startsWith(
                        "1 validation error detected: Value '[cobol]' at 'compatibleRuntimes'"
                            + " failed to satisfy constraint: Member must satisfy enum value set:"
                            + " [");
        assertThat(
                        rejection(
                                        Lambda.LIST_LAYERS,
                                        ListLayersRequest.builder()
                                                .compatibleRuntime("cobol")
                                                .build())
                                .text())
                .contains("Value 'cobol' at 'compatibleRuntime' failed");
    }

    @Test
    void whatIsWrongInTheBodyComesBeforeWhatIsWrongInThePath() {
        PutFunctionRecursionConfigRequest request =
                PutFunctionRecursionConfigRequest.builder()
                        .functionName("a b")
                        .recursiveLoop("Never")
                        .build();

        assertThat(rejection(Lambda.PUT_FUNCTION_RECURSION_CONFIG, request).text())
                .isEqualTo(
                        "2 validation errors detected: Value 'Never' at 'recursiveLoop' failed to"
                            + " satisfy constraint: Member must satisfy enum value set: [Terminate,"
                            + " Allow]; Value 'a b' at 'functionName' failed to satisfy constraint:"
                            + " Member must satisfy regular expression pattern:"
                            + " (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)");
    }

    @Test
    void valuesAreListedInAwsOwnOrder() {
        assertThat(
                        rejection(
                                        ApiGateway.UPDATE_REST_API,
                                        UpdateRestApiRequest.builder()
                                                .restApiId("a")
                                                .patchOperations(
                                                        List.of(
                                                                PatchOperation.builder()
                                                                        .op("swap")
                                                                        .build()))
                                                .build())
                                .text())
                .contains("enum value set: [add, remove, move, test, replace, copy]");
        assertThat(
                        rejection(
                                        ApiGateway.PUT_GATEWAY_RESPONSE,
                                        PutGatewayResponseRequest.builder()
                                                .restApiId("a")
                                                .responseType("WRONG")
                                                .build())
                                .text())
                .contains("[REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND,", "EXPIRED_TOKEN]");
        assertThat(
                        rejection(
                                        ApiGateway.PUT_INTEGRATION,
                                        PutIntegrationRequest.builder()
                                                .restApiId("a")
                                                .resourceId("b")
                                                .httpMethod("GET")
                                                .type("WRONG")
                                                .build())
                                .text())
                .contains("[HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]");
        assertThat(
                        rejection(
                                        ApiGateway.CREATE_REST_API,
                                        CreateRestApiRequest.builder()
                                                .name("a")
                                                .endpointConfiguration(
                                                        EndpointConfiguration.builder()
                                                                .types(List.of("WRONG"))
                                                                .build())
                                                .build())
                                .text())
                .contains("[PRIVATE, EDGE, REGIONAL]");
    }

    @Test
    void anArnOfALayerMayBeLongerThanItsModelSays() {
        String arn = "arn:aws:lambda:us-east-1:000000000000:layer:" + "l".repeat(1_000);
        assertThat(text(valid().layers(List.of(arn + ":1")))).isNull();
        assertThat(text(valid().layers(List.of(arn + "l".repeat(1_010) + ":1"))))
                .contains("Member must have length less than or equal to 2048");
    }

    private static @Nullable String text(CreateFunctionRequest.Builder request) {
        try {
            InputValidation.check(Lambda.CREATE_FUNCTION.model(), request.build().data());
            return null;
        } catch (ServiceException rejection) {
            return rejection.text();
        }
    }

    @Test
    void aMessageHasOnlyTheBeginningOfALongValue() {
        String name = "a b" + "x".repeat(20_000_000);
        assertThat(rejection(Lambda.CREATE_FUNCTION, valid().functionName(name).build()).text())
                .contains("Value 'a bxxx")
                .hasSizeLessThan(20_000);
    }

    @Test
    void aMemberWithinAListIsFoundByItsNumber() {
        CreateRoleRequest request =
                CreateRoleRequest.builder()
                        .roleName("r")
                        .assumeRolePolicyDocument("{}")
                        .tags(
                                List.of(
                                        Tag.builder().key("a").value("b").build(),
                                        Tag.builder().key("c").build()))
                        .build();
        ServiceException rejection = rejection(Iam.CREATE_ROLE, request);

        assertThat(rejection.code()).isEqualTo("ValidationError");
        assertThat(rejection.text()).contains("Value null at 'tags.2.member.value' failed");
    }

    @Test
    void apiGatewaySaysThatAMemberCameInTheBody() {
        ServiceException rejection =
                rejection(
                        ApiGateway.CREATE_REST_API,
                        CreateRestApiRequest.builder().name("a").apiKeySource("WRONG").build());

        assertThat(rejection.code()).isEqualTo("ValidationException");
        assertThat(rejection.text())
                .isEqualTo(
                        "1 validation error detected: Value 'WRONG' at"
                                + " 'createRestApiInput.apiKeySource' failed to satisfy constraint:"
                                + " Member must satisfy enum value set: [HEADER, AUTHORIZER]");
    }

    @Test
    void apiGatewayNamesAMemberOfThePathAsItIs() {
        ServiceException rejection =
                rejection(
                        ApiGateway.PUT_GATEWAY_RESPONSE,
                        PutGatewayResponseRequest.builder()
                                .restApiId("a")
                                .responseType("WRONG")
                                .build());

        assertThat(rejection.code()).isEqualTo("ValidationException");
        assertThat(rejection.text()).contains("Value 'WRONG' at 'responseType' failed");
    }

    @Test
    void theSecondApiGatewayCallsItABadRequest() {
        ServiceException rejection =
                rejection(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder().name("a").protocolType("WRONG").build());

        assertThat(rejection.code()).isEqualTo("BadRequestException");
        assertThat(rejection.text()).contains("at 'protocolType' failed");
    }

    @Test
    void lambdaItselfAnswersForAnUnknownRuntime() {
        assertThatCode(
                        () ->
                                InputValidation.check(
                                        Lambda.CREATE_FUNCTION.model(),
                                        valid().runtime("cobol85").build().data()))
                .doesNotThrowAnyException();
    }

    private static CreateFunctionRequest.Builder valid() {
        return CreateFunctionRequest.builder()
                .functionName("f")
                .role(ROLE)
                .code(FunctionCode.builder().zipFile(new byte[] {1}).build());
    }

    private static ServiceException rejection(Operation<?, ?> operation, View input) {
        return catchThrowableOfType(
                ServiceException.class,
                () -> InputValidation.check(operation.model(), input.data()));
    }
}
