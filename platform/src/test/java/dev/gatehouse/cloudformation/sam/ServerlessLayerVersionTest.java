package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.cloudformation.template.Template;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a layer becomes; the hashes are those of SAM's own translator. */
@Tag("unit")
final class ServerlessLayerVersionTest {
    private static final String HEAD =
            """
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              P: {Type: String, Default: d}
            Conditions:
              Yes: !Equals [a, a]
            Resources:
            """;

    private static Template expanded(String resources) {
        Problems problems = new Problems();
        Template expanded =
                SamTransform.apply(
                        Template.parse(HEAD + resources), Map.of("P", "given"), problems);
        problems.throwAny();
        return expanded;
    }

    private static ResourceDeclaration resource(Template template, String id) {
        assertThat(template.resources()).containsKey(id);
        return Objects.requireNonNull(template.resources().get(id));
    }

    @Test
    void isAVersionThatStaysUnderAnIdThatChangesWithIt() {
        Template template =
                expanded(
                        """
                          Lib:
                            Type: AWS::Serverless::LayerVersion
                            Properties: {ContentUri: s3://b/k}
                          F:
                            Type: AWS::Serverless::Function
                            DependsOn: Lib
                            Properties:
                              Runtime: python3.12
                              Handler: a.h
                              InlineCode: x
                              Layers: [!Ref Lib]
                        Outputs:
                          Arn: {Value: !Ref Lib}
                          Attribute: {Value: !GetAtt Lib.LayerVersionArn}
                          Text: {Value: !Sub "${Lib}-${Lib.LayerVersionArn}-${ F }"}
                        """);
        ResourceDeclaration layer = resource(template, "Lib1bebe7adf4");
        assertThat(layer.type()).isEqualTo("AWS::Lambda::LayerVersion");
        assertThat(layer.properties())
                .hasToString(
                        "{\"LayerName\":\"Lib\",\"Content\":{\"S3Bucket\":\"b\",\"S3Key\":\"k\"}}");
        assertThat(layer.retention()).isEqualTo(new Retention(true, true, false));
        ResourceDeclaration function = resource(template, "F");
        assertThat(function.dependsOn()).containsExactly("Lib1bebe7adf4");
        assertThat(function.properties().get("Layers"))
                .hasToString("[{\"Ref\":\"Lib1bebe7adf4\"}]");
        assertThat(template.section("Outputs"))
                .hasToString(
                        "{\"Arn\":{\"Value\":{\"Ref\":\"Lib1bebe7adf4\"}},"
                                + "\"Attribute\":{\"Value\":{\"Fn::GetAtt\":[\"Lib1bebe7adf4\","
                                + "\"LayerVersionArn\"]}},"
                                + "\"Text\":{\"Value\":{\"Fn::Sub\":\"${Lib1bebe7adf4}-"
                                + "${Lib1bebe7adf4.LayerVersionArn}-${ F }\"}}}");
    }

    @Test
    void takesWhatItsDeclarationSays() {
        Template template =
                expanded(
                        """
                          Lib:
                            Type: AWS::Serverless::LayerVersion
                            Condition: Yes
                            DependsOn: Z
                            Metadata: {a: 1}
                            DeletionPolicy: Delete
                            UpdateReplacePolicy: Retain
                            Properties:
                              LayerName: lib
                              Description: !Ref P
                              ContentUri: {Bucket: b, Key: k, Version: "3"}
                              CompatibleRuntimes: [python3.12]
                              CompatibleArchitectures: [x86_64]
                              LicenseInfo: MIT
                              RetentionPolicy: delete
                          Z: {Type: AWS::S3::Bucket}
                        """);
        ResourceDeclaration layer = resource(template, "Libd38a0a3074");
        assertThat(layer.properties())
                .hasToString(
                        "{\"LayerName\":\"lib\",\"Description\":\"given\","
                                + "\"CompatibleArchitectures\":[\"x86_64\"],"
                                + "\"CompatibleRuntimes\":[\"python3.12\"],\"LicenseInfo\":\"MIT\","
                                + "\"Content\":{\"S3Bucket\":\"b\",\"S3Key\":\"k\","
                                + "\"S3ObjectVersion\":\"3\"}}");
        assertThat(layer.condition()).contains("Yes");
        assertThat(layer.dependsOn()).containsExactly("Z");
        assertThat(layer.retention()).isEqualTo(new Retention(false, false, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|Missing required property 'ContentUri'.",
                "{ContentUri: s3://b/k, RetentionPolicy: keep}|'RetentionPolicy' must be one of the"
                        + " following options: ['Retain', 'Delete'].",
                "{ContentUri: s3://b/k, RetentionPolicy: {'Fn::If': [Yes, b, c]}}|'RetentionPolicy'"
                        + " does not accept intrinsic functions",
                "{ContentUri: layer/}|'ContentUri' is not a valid S3 Uri",
                "{ContentUri: s3://b/k, CompatibleArchitectures: [mips]}|CompatibleArchitectures"
                        + " needs to be a list of 'x86_64' or 'arm64'",
                "{ContentUri: s3://b/k, Colour: red}|property Colour not defined",
            })
    void rejectsWhatSamRejects(String properties, String words) {
        assertThatThrownBy(
                        () ->
                                expanded(
                                        "  Lib: {Type: AWS::Serverless::LayerVersion, Properties: "
                                                + properties
                                                + "}\n"))
                .hasMessageContaining(words);
    }
}
