package dev.gatehouse.cloudformation.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class TemplateCheckTest {
    @Test
    void everyUnknownTypeIsNamedAtOnceWithWhereToLook() {
        assertRejected(
                """
                Resources:
                  Queue: {Type: AWS::MQ::Broker}
                  Table: {Type: AWS::RDS::DBInstance}
                """,
                "Template format error: Unrecognized resource types: [AWS::MQ::Broker,"
                        + " AWS::RDS::DBInstance]; docs/cloudformation.md lists what a node makes");
    }

    @Test
    void aForgottenTransformIsSaid() {
        assertRejected(
                "Resources: {F: {Type: AWS::Serverless::Function}}",
                "Unrecognized resource types: [AWS::Serverless::Function]; AWS::Serverless needs"
                        + " Transform: AWS::Serverless-2016-10-31");
    }

    @Test
    void anUnknownFunctionIsRejectedBeforeAnythingIsMade() {
        assertRejected(
                "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Cidr [a, b]}}}",
                "Template error: the function Fn::Cidr is not supported");
    }

    @Test
    void anUnknownPropertyIsNamedWithItsResource() {
        assertRejected(
                "Resources: {B: {Type: AWS::S3::Bucket, Properties: {Colour: red}}}",
                "Properties validation failed for resource B with message:\n"
                        + "#: extraneous key [Colour] is not permitted");
        assertRejected(
                "Resources: {B: {Type: AWS::S3::Bucket, Properties: {WebsiteConfiguration: {}}}}",
                "Resource B (AWS::S3::Bucket): the property WebsiteConfiguration is not supported");
    }

    @Test
    void whatTheSchemaOfATypeForbidsIsToldAtOnceWithItsPlace() {
        assertRejected(
                """
                Resources:
                  F:
                    Type: AWS::Lambda::Function
                    Properties:
                      Arn: x
                      Code: {ZipFile: [x], S3Colour: red}
                      Layers: one
                      Environment: none
                      MemorySize: much
                      EphemeralStorage: {Size: !If [C, 512, {}]}
                      Timeout: '5'
                      Tags: [{Value: 1}]
                """,
                """
                Properties validation failed for resource F with message:
                #: required key [Role] not found
                #: extraneous key [Arn] is not permitted
                #/Code/ZipFile: expected type: String, found: JSONArray
                #/Code: extraneous key [S3Colour] is not permitted
                #/Layers: expected type: JSONArray, found: String
                #/Environment: expected type: JSONObject, found: String
                #/MemorySize: expected type: Integer, found: String
                #/EphemeralStorage/Size: expected type: Integer, found: JSONObject
                #/Tags/0: required key [Key] not found
                Template error: unresolved condition dependency C in Fn::If\
                """);
    }

    @Test
    void whatAsksForNothingIsTaken() {
        String template =
                """
                Resources:
                  W:
                    Type: AWS::ApiGatewayV2::Api
                    Properties: {Name: w, ProtocolType: HTTP, DisableSchemaValidation: %s}
                """;

        assertThat(
                        TemplateCheck.expanded(Template.parse(template.formatted("'false'")))
                                .resources()
                                .values())
                .noneMatch(one -> one.properties().has("DisableSchemaValidation"));
        assertRejected(
                template.formatted("true"),
                "the property DisableSchemaValidation is not supported");
    }

    @Test
    void whatIsNotThereYetIsRejectedByItsName() {
        String bucket = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: %s}}}\n";
        assertRejected(
                bucket.formatted("'{{resolve:vault:name}}'"),
                "Resource B: the dynamic reference {{resolve:vault:...}} is not supported");
        assertRejected(
                bucket.formatted("!GetAtt B.Colour"),
                "Template error: resource B does not support attribute type Colour in Fn::GetAtt");
        assertRejected(
                bucket.formatted("!Sub '${B.Colour}'"),
                "Template error: resource B does not support attribute type Colour in Fn::GetAtt");
    }

    @Test
    void theFormOfATemplateIsJudgedAsAwsJudgesIt() {
        String bucket = "Resources: {B: {Type: AWS::S3::Bucket}}\n";
        assertMalformed(
                "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: ~}}}",
                "[/Resources/B/Properties/BucketName] 'null' values are not allowed in templates");
        assertMalformed(
                bucket + "AWSTemplateFormatVersion: '2011-01-01'",
                "Template format error: unsupported value for AWSTemplateFormatVersion.");
        assertMalformed(bucket + "Hooks: {H: {}}", "The section Hooks is not supported");
        assertMalformed(
                "Resources: {'Fn::ForEach::Loop': [x, [a], {}]}",
                "Template error: the function Fn::ForEach::Loop needs Transform:");
        assertRejected(
                bucket + "Transform: AWS::SecretsManager-2024-09-16",
                "The transform AWS::SecretsManager-2024-09-16 is not supported");
    }

    @Test
    void aTemplateHasAtMostWhatAwsAllows() {
        String bucket = "\"B%d\": {\"Type\": \"AWS::S3::Bucket\"}";
        String many =
                IntStream.range(0, 501)
                        .mapToObj(bucket::formatted)
                        .collect(Collectors.joining(",", "{\"Resources\": {", "}}"));

        assertMalformed(many, "Number of resources, 501, is greater than maximum allowed, 500");
    }

    @Test
    void anOutputIsText() {
        String outputs = "Resources: {B: {Type: AWS::S3::Bucket}}\nOutputs: {X: %s}";
        for (String wrong : List.of("{Value: [1]}", "{Value: {a: b}}", "{}")) {
            assertMalformed(outputs.formatted(wrong), "must evaluate to a String");
        }
        Template.parse(outputs.formatted("{Value: 1}"));
        assertMalformed(
                "Description: %s\nResources: {B: {Type: AWS::S3::Bucket}}"
                        .formatted("d".repeat(1025)),
                "'Description' length is greater than 1024");
    }

    private static void assertMalformed(String template, String reason) {
        assertThatThrownBy(() -> Template.parse(template)).hasMessageContaining(reason);
    }

    @Test
    void conditionsThatThereAreNotAreNamedWithTheirPlace() {
        assertRejected(
                "Resources: {B: {Type: AWS::S3::Bucket, Condition: Prod}}",
                "Template format error: Unresolved condition dependency Prod in the Resources"
                        + " block of the template");
        assertRejected(
                """
                Resources: {B: {Type: AWS::S3::Bucket}}
                Outputs: {O: {Value: x, Condition: Prod}}
                """,
                "Template format error: Unresolved condition dependency Prod in the Outputs"
                        + " block of the template");
        assertRejected(
                """
                Resources:
                  B:
                    Type: AWS::S3::Bucket
                    Properties: {BucketName: !Join ["-", [a, !If [Prod, b, c]]]}
                """,
                "Template error: unresolved condition dependency Prod in Fn::If");
        assertRejected(
                """
                Resources: {B: {Type: AWS::S3::Bucket}}
                Outputs: {O: {Value: !If [Prod, b, c]}}
                """,
                "Template error: unresolved condition dependency Prod in Fn::If");
    }

    @Test
    void aResourceDependsOnResourcesOnly() {
        assertRejected(
                """
                Parameters: {Name: {Type: String}}
                Resources: {B: {Type: AWS::S3::Bucket, DependsOn: Name}}
                """,
                "Template format error: Unresolved resource dependencies [Name] in the Resources"
                        + " block of the template");
    }

    @Test
    void whatTheCdkAddsToEveryStackIsTaken() {
        Template template =
                Template.parse(
                        """
                        Resources:
                          CDKMetadata:
                            Type: AWS::CDK::Metadata
                            Properties: {Analytics: v2:deflate64:x}
                            Metadata: {aws:cdk:path: Hello/CDKMetadata/Default}
                        """);

        assertThat(TemplateCheck.expanded(template).resources()).containsOnlyKeys("CDKMetadata");
    }

    @Test
    void theUserGuideListsEveryType() throws IOException {
        String guide = Files.readString(Path.of("../docs/cloudformation.md"));

        assertThat(ResourceTypes.names())
                .allSatisfy(type -> assertThat(guide).contains("`" + type + "`"));
    }

    private static void assertRejected(String template, String reason) {
        Template source = Template.parse(template);
        assertThatThrownBy(() -> TemplateCheck.expanded(source)).hasMessageContaining(reason);
    }
}
