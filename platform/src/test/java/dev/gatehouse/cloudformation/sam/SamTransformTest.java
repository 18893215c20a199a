package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each file under resources/sam holds a template, a dashed line, and the resources it stands for.
 */
@Tag("unit")
class SamTransformTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"http-api", "rest-api", "globals-and-policies"})
    void expandsAsWritten(String name) throws IOException {
        String[] pair =
                Files.readString(Path.of("src/test/resources/sam/" + name + ".txt"))
                        .split("\n-{20,}\n", 2);
        ObjectNode resources = JSON.createObjectNode();
        SamTransform.apply(Template.parse(pair[0]))
                .resources()
                .values()
                .forEach(
                        resource -> {
                            ObjectNode declared = resources.putObject(resource.logicalId());
                            declared.put("Type", resource.type());
                            declared.set("Properties", resource.properties());
                        });
        assertThat(resources).isEqualTo(JSON.readTree(pair[1]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS::Serverless::Function | TenancyConfig: x | Resource F: the property"
                        + " TenancyConfig is not supported",
                "AWS::Serverless::HttpApi | Auth: {Else: 1} | Resource F, Auth: the property Else"
                        + " is not supported",
                "AWS::Serverless::Api | AlwaysDeploy: true | Resource F: the property"
                        + " AlwaysDeploy is not supported",
                "AWS::Serverless::Connector | A: 1 | Resource F: the type"
                        + " AWS::Serverless::Connector is not supported",
                "AWS::Serverless::HttpApi | CorsConfiguration: everyone | Resource F:"
                        + " CorsConfiguration must be true, false or an object",
                "AWS::Serverless::Function | CodeUri: src | Resource F: 'CodeUri' is not a valid S3"
                        + " Uri",
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

    @Test
    void knowsSamsOwnFormsOfTracingAndEndpoints() {
        Template expanded =
                SamTransform.apply(
                        Template.parse(
                                """
                                Transform: AWS::Serverless-2016-10-31
                                Resources:
                                  F:
                                    Type: AWS::Serverless::Function
                                    Properties: {InlineCode: x, Tracing: Active}
                                  A:
                                    Type: AWS::Serverless::Api
                                    Properties: {EndpointConfiguration: {Type: REGIONAL}}
                                """));

        assertThat(properties(expanded, "F").path("TracingConfig").path("Mode").asText())
                .isEqualTo("Active");
        assertThat(properties(expanded, "A").path("EndpointConfiguration"))
                .hasToString("{\"Types\":[\"REGIONAL\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Events: {E: {Type: HttpApi, Auth: {}}} | , event E: the property Auth is not"
                        + " supported",
                "Events: {E: {Type: HttpApi, Properties: {ApiId: abc}}} | , event E: ApiId must be"
                        + " a Ref to an API of the template",
                "CodeUri: {Bucket: b, Key: k, Prefix: p} | , CodeUri: the property Prefix is not"
                        + " supported",
                "Policies: [{S3ReadPolicy: {BucketName: b, Prefix: p}}] | , S3ReadPolicy: the"
                        + " property Prefix is not supported",
            })
    void rejectsByNameWhatStandsDeeperInAFunction(String property, String message) {
        String code = property.startsWith("CodeUri") ? "" : "InlineCode: x";
        String template =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      %s
                      %s
                """
                        .formatted(property, code);

        assertThatThrownBy(() -> SamTransform.apply(Template.parse(template)))
                .hasMessageEndingWith("Resource F" + message);
    }

    @Test
    void eventsOfOnePayloadFormatShareAnIntegration() {
        Template expanded =
                SamTransform.apply(
                        Template.parse(
                                """
                                Transform: AWS::Serverless-2016-10-31
                                Resources:
                                  F:
                                    Type: AWS::Serverless::Function
                                    Properties:
                                      InlineCode: x
                                      Events:
                                        A: {Type: HttpApi, Properties: {Path: /a, Method: GET}}
                                        B:
                                          Type: HttpApi
                                          Properties:
                                            Path: /b
                                            Method: GET
                                            PayloadFormatVersion: '1.0'
                                """));

        assertThat(version(expanded, "FServerlessHttpApiIntegration")).isEqualTo("2.0");
        assertThat(version(expanded, "FBIntegration")).isEqualTo("1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Api: {Auth: {Else: AWS_IAM}} | ServerlessRestApi, Auth: the property Else",
                "Api: {AlwaysDeploy: true} | ServerlessRestApi: the property AlwaysDeploy",
                "HttpApi: {Auth: {Else: true}} | ServerlessHttpApi, Auth: the property Else",
                "HttpApi: {CorsConfiguration: everyone} | ServerlessHttpApi: CorsConfiguration",
                "Function: {CapacityProviderConfig: {}} | F: the property CapacityProviderConfig",
            })
    void globalsOfAnImplicitApiAreRejectedByNameWhenTheyCannotBeApplied(
            String globals, String message) {
        assertThatThrownBy(() -> SamTransform.apply(bothApis(globals)))
                .hasMessageContaining("Resource " + message);
    }

    @Test
    void globalsHoldForTheApisThatEventsMake() {
        Template expanded =
                SamTransform.apply(
                        bothApis(
                                "{HttpApi: {CorsConfiguration: true, StageVariables: {a: b}},"
                                        + " Api: {Name: shop, Variables: {c: d}}}"));

        assertThat(properties(expanded, "ServerlessHttpApi").path("CorsConfiguration"))
                .hasToString("{\"AllowOrigins\":[\"*\"]}");
        assertThat(properties(expanded, "ServerlessHttpApiApiGatewayDefaultStage"))
                .hasToString(
                        "{\"AutoDeploy\":true,\"ApiId\":{\"Ref\":\"ServerlessHttpApi\"},"
                                + "\"StageName\":\"$default\",\"StageVariables\":{\"a\":\"b\"}}");
        assertThat(properties(expanded, "ServerlessRestApi").path("Name").asText())
                .isEqualTo("shop");
        assertThat(properties(expanded, "ServerlessRestApiProdStage").path("Variables").toString())
                .isEqualTo("{\"c\":\"d\"}");
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
                                                "{Function: {A: 1, SnapStart: {}}, Api: {Auth:"
                                                        + " {C: 3}, B: 2}}")))
                .hasMessageContaining("Number of errors found: 4.")
                .hasMessageContaining("'A' is not a supported property of 'Function'")
                .hasMessageContaining("'B' is not a supported property of 'Api'")
                .hasMessageContaining("Resource F: the property SnapStart is not supported")
                .hasMessageContaining("Resource ServerlessRestApi, Auth: the property C");
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
                                      Environment: {Variables: {B: 1}}
                                      Layers: [l]
                                      Architectures: [arm64]
                                  Global: {Type: AWS::Serverless::Function, Properties: {InlineCode: x}}
                                  Without:
                                    Type: AWS::Serverless::Function
                                    IgnoreGlobals: [Environment, Tags]
                                    Properties: {InlineCode: x}
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

    @Test
    void aBarePolicyNameIsFoundWhereverAwsKeepsIt() {
        Template expanded =
                SamTransform.apply(
                        Template.parse(
                                """
                                Transform: AWS::Serverless-2016-10-31
                                Resources:
                                  F:
                                    Type: AWS::Serverless::Function
                                    Properties:
                                      InlineCode: x
                                      Policies:
                                        - AWSLambdaBasicExecutionRole
                                        - AWSLambdaVPCAccessExecutionRole
                                        - !If [C, AmazonS3ReadOnlyAccess, !Ref AWS::NoValue]
                                """));

        String arn = "{\"Fn::Sub\":\"arn:${AWS::Partition}:iam::aws:policy/%s\"}";
        assertThat(properties(expanded, "FRole").path("ManagedPolicyArns"))
                .hasToString(
                        "[%s,%s,{\"Fn::If\":[\"C\",%s,{\"Ref\":\"AWS::NoValue\"}]}]"
                                .formatted(
                                        arn.formatted("service-role/AWSLambdaBasicExecutionRole"),
                                        arn.formatted(
                                                "service-role/AWSLambdaVPCAccessExecutionRole"),
                                        arn.formatted("AmazonS3ReadOnlyAccess")));
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
                      Events:
                        Rest: {Type: Api, Properties: {Path: /a, Method: get}}
                        Http: {Type: HttpApi, Properties: {Path: /a, Method: get}}
                """
                        .formatted(
                                globals.startsWith("{") || globals.equals("5")
                                        ? globals
                                        : "{" + globals + "}"));
    }

    private static String version(Template template, String integration) {
        return properties(template, integration).path("PayloadFormatVersion").asText();
    }

    private static ObjectNode properties(Template template, String logicalId) {
        return Objects.requireNonNull(template.resources().get(logicalId)).properties();
    }
}
