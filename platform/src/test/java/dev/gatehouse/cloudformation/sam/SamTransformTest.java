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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each file under resources/sam holds a template, a dashed line, and the resources it stands for.
 */
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
                "AWS::Serverless::Function | VpcConfig: {} | Resource F: the property VpcConfig is"
                        + " not supported",
                "AWS::Serverless::HttpApi | Auth: {} | Resource F: the property Auth is not"
                        + " supported",
                "AWS::Serverless::Api | MethodSettings: [] | Resource F: the property"
                        + " MethodSettings is not supported",
                "AWS::Serverless::SimpleTable | A: 1 | Resource F: the type"
                        + " AWS::Serverless::SimpleTable is not supported",
                "AWS::Serverless::HttpApi | CorsConfiguration: everyone | Resource F:"
                        + " CorsConfiguration must be true, false or an object",
                "AWS::Serverless::Function | CodeUri: src | Resource F: 'CodeUri' is not a valid S3"
                        + " Uri",
            })
    void refusesByNameWhatItCannotDo(String type, String property, String message) {
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
                .hasMessageStartingWith(message);
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
    void refusesByNameWhatStandsDeeperInAFunction(String property, String message) {
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
                .hasMessage("Resource F" + message);
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

    private static String version(Template template, String integration) {
        return properties(template, integration).path("PayloadFormatVersion").asText();
    }

    private static ObjectNode properties(Template template, String logicalId) {
        return Objects.requireNonNull(template.resources().get(logicalId)).properties();
    }
}
