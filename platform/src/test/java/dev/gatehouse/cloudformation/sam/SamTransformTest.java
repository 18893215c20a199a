package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.kernel.ServiceException;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SAM's globals hold for, and what is rejected by name. */
@Tag("unit")
class SamTransformTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS::Serverless::GraphQLApi | Auth: {Type: AWS_IAM} | The type"
                        + " AWS::Serverless::GraphQLApi is not supported",
                "AWS::Serverless::CapacityProvider | VpcConfig: {} | The type"
                        + " AWS::Serverless::CapacityProvider is not supported",
                "AWS::Serverless::Application | Location: {ApplicationId: a} | The property"
                        + " Location.ApplicationId is not supported",
                "AWS::Serverless::Function | {CapacityProviderConfig: {Arn: a}} | The property"
                        + " CapacityProviderConfig is not supported",
                "AWS::Serverless::Function | {InlineCode: x, Handler: a.b, Runtime: python3.12,"
                        + " AutoPublishAlias: live, DeploymentPreference: {Type: AllAtOnce}} |"
                        + " Resource F: the property DeploymentPreference is not supported",
            })
    void rejectsByNameWhatItCannotDo(String type, String property, String message) {
        String template =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  F:
                    Type: %s
                    Properties:
                      %s
                """
                        .formatted(type, property);
        assertThatThrownBy(() -> SamTransform.apply(Template.parse(template)))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{Function: {FunctionName: x}} | 'FunctionName' is not a supported property of"
                        + " 'Function'. Must be one of the following values - ['Handler',"
                        + " 'Runtime', 'CodeUri',",
                "{Api: {StageName: x}} | 'StageName' is not a supported property of 'Api'. Must be"
                        + " one of the following values - ['Auth', 'Name',",
                "{Functions: {Timeout: 1}} | 'Functions' is not supported. Must be one of the"
                        + " following values - ['Api', 'CapacityProvider', 'Function', 'HttpApi',"
                        + " 'LayerVersion', 'MicrovmImage', 'NetworkConnector', 'SimpleTable',"
                        + " 'StateMachine', 'WebSocketApi']",
                "{Function: 5} | Value of ${section} must be a dictionary",
                "5 | It must be a non-empty dictionary",
            })
    void rejectsGlobalsInSamsWords(String globals, String message) {
        assertThatThrownBy(() -> SamTransform.apply(bothApis(globals)))
                .hasMessageStartingWith(
                        "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless"
                                + " Application Specification document. Number of errors found: 1."
                                + " 'Globals' section is invalid. "
                                + message);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(
                        () ->
                                SamTransform.apply(
                                        bothApis(
                                                "{Function: {A: 1, DeadLetterQueue: {}},"
                                                        + " Api: {Auth: {C: 3}, B: 2}}")))
                .hasMessageContaining("Number of errors found: 3.")
                .hasMessageContaining("'A' is not a supported property of 'Function'")
                .hasMessageContaining("'B' is not a supported property of 'Api'")
                .hasMessageContaining("[ServerlessRestApi] is invalid. Invalid value for 'Auth'");
    }

    @Test
    void anIntrinsicFunctionInGlobalsCountsAsOneValue() {
        Template expanded =
                SamTransform.apply(
                        Template.parse(
                                """
                                Transform: AWS::Serverless-2016-10-31
                                Conditions: {C: !Equals [a, b]}
                                Globals:
                                  Function:
                                    Environment: !If [C, {Variables: {A: 1}}, !Ref AWS::NoValue]
                                    Tags: {n: !If [C, b, c]}
                                    Layers: [g]
                                    Architectures: [x86_64]
                                Resources:
                                  Own:
                                    Type: AWS::Serverless::Function
                                    Properties:
                                      InlineCode: x
                                      Handler: a.b
                                      Runtime: python3.12
                                      Environment: {Variables: {B: 1}}
                                      Layers: [l]
                                      Architectures: [arm64]
                                  Global: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, Handler: a.b, Runtime: python3.12}}
                                  Without:
                                    Type: AWS::Serverless::Function
                                    IgnoreGlobals: [Environment, Tags]
                                    Properties: {InlineCode: x, Handler: a.b, Runtime: python3.12}
                                """));

        assertThat(properties(expanded, "Own").path("Environment"))
                .hasToString("{\"Variables\":{\"B\":1}}");
        assertThat(properties(expanded, "Own").path("Layers")).hasToString("[\"g\",\"l\"]");
        assertThat(properties(expanded, "Own").path("Architectures")).hasToString("[\"arm64\"]");
        assertThat(properties(expanded, "Global").path("Environment").has("Fn::If")).isTrue();
        assertThat(properties(expanded, "Global").path("Tags").path(1))
                .hasToString("{\"Key\":\"n\",\"Value\":{\"Fn::If\":[\"C\",\"b\",\"c\"]}}");
        assertThat(properties(expanded, "Without").has("Environment")).isFalse();
        assertThat(properties(expanded, "Without").path("Tags")).hasSize(1);
    }

    /** A function whose events make both implicit APIs. */
    private static Template bothApis(String globals) {
        return Template.parse(
                """
                Transform: AWS::Serverless-2016-10-31
                Globals: %s
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      InlineCode: x
                      Handler: a.b
                      Runtime: python3.12
                      Events:
                        Rest: {Type: Api, Properties: {Path: /a, Method: get}}
                        Http: {Type: HttpApi, Properties: {Path: /a, Method: get}}
                """
                        .formatted(
                                globals.startsWith("{") || globals.equals("5")
                                        ? globals
                                        : "{" + globals + "}"));
    }

    private static ObjectNode properties(Template template, String logicalId) {
        return Objects.requireNonNull(template.resources().get(logicalId)).properties();
    }
}
