package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Templates that read Parameter Store, and make what tools bootstrap themselves with. */
@Tag("node")
class StoredValuesStackTest {
    @TempDir static Path data;
    private static Node started;
    private static LiveStacks stacks;
    private static SsmClient ssm;
    private static EcrClient ecr;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        LiveNode node = LiveNode.of(started);
        stacks = LiveStacks.of(node);
        ssm = node.client(SsmClient.builder());
        ecr = node.client(EcrClient.builder());
        s3 = node.client(S3Client.builder().forcePathStyle(true));
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void parametersAndReferencesStandForWhatIsStored() {
        put("/stored/one", "1");
        put("/stored/list", "a,b");
        String template =
                """
                Parameters:
                  One: {Type: AWS::SSM::Parameter::Value<String>, Default: /stored/one}
                  Several: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /stored/list}
                Resources:
                  Copy:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Name: /copied
                      Type: String
                      Value: !Sub '${One} {{resolve:ssm:/stored/one:1}} {{resolve:ssm:/stored/list}}'
                      Tags: {team: %s}
                Outputs:
                  One: {Value: !Ref One}
                  Second: {Value: !Select [1, !Ref Several]}
                  Copied: {Value: !GetAtt Copy.Value}
                """;

        Stack made = stacks.created("stored", template.formatted("red"));

        assertThat(LiveStacks.outputs(made))
                .containsEntry("One", "1")
                .containsEntry("Second", "b")
                .containsEntry("Copied", "1 1 a,b");
        assertThat(made.parameters())
                .anySatisfy(
                        each -> {
                            assertThat(each.parameterValue()).isEqualTo("/stored/one");
                            assertThat(each.resolvedValue()).isEqualTo("1");
                        });
        ssm.putParameter(r -> r.name("/stored/one").value("2").overwrite(true));
        Stack changed = stacks.updated("stored", template.formatted("blue"));
        assertThat(LiveStacks.outputs(changed)).containsEntry("Copied", "2 1 a,b");
        stacks.deleted("stored");
        assertThatThrownBy(() -> ssm.getParameter(r -> r.name("/copied")));
    }

    @Test
    void rejectsReferencesAndParametersThatStandForNothing() {
        ssm.putParameter(
                r -> r.name("/secret").type(ParameterType.SECURE_STRING).value("do not tell"));
        String bucket = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: '%s'}}}";

        assertThatThrownBy(
                        () ->
                                stacks.create(
                                        "none", bucket.formatted("{{resolve:ssm-secure:/secret}}")))
                .hasMessageContaining(
                        "SSM Secure reference is not supported in:"
                                + " [AWS::S3::Bucket/Properties/BucketName]");
        assertThatThrownBy(
                        () -> stacks.create("none", bucket.formatted("{{resolve:ssm:/a:latest}}")))
                .hasMessageContaining(
                        "Incorrect format is used in the following SSM reference:"
                                + " [{{resolve:ssm:/a:latest}}]");
        String parameter =
                """
                Parameters: {P: {Type: AWS::SSM::Parameter::Value<String>, Default: '%s'}}
                """;
        assertThatThrownBy(() -> stacks.create("none", parameter.formatted("/none") + bucket))
                .hasMessageContaining(
                        "Unable to fetch parameters [/none] from parameter store for this"
                                + " account.");
        assertThatThrownBy(() -> stacks.create("none", parameter.formatted("/secret") + bucket))
                .hasMessageContaining(
                        "Parameters [/secret] referenced by template have types not supported by"
                                + " CloudFormation.");
    }

    @Test
    void theServerlessTransformSeesWhatParametersStandFor() {
        String template =
                """
                Transform: AWS::Serverless-2016-10-31
                Parameters:
                  Alias: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /sam/alias}
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.13
                      Handler: index.handler
                      InlineCode: 'def handler(event, context): return 1'
                      AutoPublishAlias: !Ref Alias
                """;
        put("/sam/alias", "live");

        stacks.created("sam-stored", template);

        assertThat(
                        stacks.client()
                                .describeStackResources(r -> r.stackName("sam-stored"))
                                .stackResources())
                .extracting(each -> each.logicalResourceId())
                .contains("FAliaslive");
        stacks.deleted("sam-stored");
    }

    @Test
    void rulesJudgeParametersBeforeAnythingIsMade() {
        String template =
                """
                Parameters: {Size: {Type: String, Default: %s}}
                Rules:
                  Sizes:
                    Assertions:
                      - Assert: !Not [{'Fn::Contains': [[huge, large], !Ref Size]}]
                        AssertDescription: only small ones
                Resources: {B: {Type: AWS::S3::Bucket}}
                """;

        assertThatThrownBy(() -> stacks.create("ruled", template.formatted("huge")))
                .hasMessageContaining("Rule Sizes failed: only small ones");
        stacks.created("ruled", template.formatted("small"));
        stacks.deleted("ruled");
    }

    @Test
    void whatToolsBootstrapThemselvesWithIsMadeAndChanged() {
        String template =
                """
                Conditions: {Keyed: !Equals [a, b]}
                Resources:
                  Key: {Type: AWS::CloudFormation::Macro, Condition: Keyed, Properties: {Name: m, FunctionName: f}}
                  Images:
                    Type: AWS::ECR::Repository
                    Properties:
                      RepositoryName: bootstrapped
                      ImageTagMutability: %1$s
                      RepositoryPolicyText:
                        Version: '2012-10-17'
                        Statement:
                          - Effect: Allow
                            Principal: {Service: lambda.amazonaws.com}
                            Action: ['ecr:BatchGetImage']
                  Staging:
                    Type: AWS::S3::Bucket
                    Properties:
                      AccessControl: Private
                      LifecycleConfiguration:
                        Rules:
                          - Id: old
                            Status: Enabled
                            NoncurrentVersionExpiration: {NoncurrentDays: %2$d}
                Outputs:
                  Bucket: {Value: !Ref Staging}
                  Uri: {Value: !GetAtt Images.RepositoryUri}
                """;

        Stack made = stacks.created("tools", template.formatted("IMMUTABLE", 30));
        String bucket = LiveStacks.outputs(made).get("Bucket");
        assertThat(LiveStacks.outputs(made).get("Uri")).endsWith("amazonaws.com/bootstrapped");
        assertThat(noncurrentDays(bucket)).isEqualTo(30);

        stacks.updated("tools", template.formatted("MUTABLE", 7));
        assertThat(noncurrentDays(bucket)).isEqualTo(7);
        assertThat(
                        ecr.describeRepositories(r -> r.repositoryNames("bootstrapped"))
                                .repositories()
                                .getFirst()
                                .imageTagMutabilityAsString())
                .isEqualTo("MUTABLE");
        assertThatThrownBy(
                        () ->
                                stacks.update(
                                        "tools",
                                        template.replace("[a, b]", "[a, a]")
                                                .formatted("MUTABLE", 7)))
                .hasMessageContaining("Unrecognized resource types: [AWS::CloudFormation::Macro]");
        stacks.deleted("tools");
        assertThat(ecr.describeRepositories().repositories()).isEmpty();
    }

    private static int noncurrentDays(String bucket) {
        return s3.getBucketLifecycleConfiguration(r -> r.bucket(bucket))
                .rules()
                .getFirst()
                .noncurrentVersionExpiration()
                .noncurrentDays();
    }

    private static void put(String name, String value) {
        ssm.putParameter(r -> r.name(name).value(value).type(ParameterType.STRING));
    }
}
