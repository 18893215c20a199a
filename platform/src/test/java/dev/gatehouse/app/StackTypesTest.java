package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.code.Zips;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.s3.S3Client;

/** Types of resources that stand beside functions and roles, made, changed and removed. */
@Tag("node")
class StackTypesTest {
    private static final String SCALING = "applicationautoscaling";
    private static final Map<String, String> OF_LAMBDA = Map.of("ServiceNamespace", "lambda");

    private static final String TEMPLATE =
            """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Principal: {Service: lambda.amazonaws.com}
                        Action: sts:AssumeRole
              Inline:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyName: inline
                  Roles: [!Ref Role]
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement: [{Effect: Allow, Action: 's3:%1$s', Resource: '*'}]
              Managed:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  Roles: [!Ref Role]
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement: [{Effect: Allow, Action: 's3:%1$s', Resource: '*'}]
              Layer:
                Type: AWS::Lambda::LayerVersion
                Properties:
                  LayerName: shared
                  Description: '%1$s'
                  Content: {S3Bucket: layers, S3Key: layer.zip}
              Shared:
                Type: AWS::Lambda::LayerVersionPermission
                Properties:
                  LayerVersionArn: !Ref Layer
                  Action: lambda:GetLayerVersion
                  Principal: '*'
              Signed:
                Type: AWS::Lambda::CodeSigningConfig
                Properties:
                  Description: '%1$s'
                  AllowedPublishers: {SigningProfileVersionArns: ['arn:aws:signer:us-east-1:000000000000:/signing-profiles/app']}
                  CodeSigningPolicies: {UntrustedArtifactOnDeployment: Warn}
                  Tags: [{Key: action, Value: '%1$s'}]
              Function:
                Type: AWS::Lambda::Function
                Properties:
                  CodeSigningConfigArn: !Ref Signed
                  Code: {ZipFile: 'def handler(event, context): return 1'}
                  Handler: index.handler
                  Runtime: python3.11
                  Role: !GetAtt Role.Arn
                  Layers: [!Ref Layer]
                  RecursiveLoop: Allow
                  VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: ['sg-%1$s']}
                  KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/%1$s'
                  RuntimeManagementConfig: {UpdateRuntimeOn: FunctionUpdate}
              Version:
                Type: AWS::Lambda::Version
                Properties: {FunctionName: !Ref Function}
              Group:
                Type: AWS::Logs::LogGroup
                Properties: {Tags: [{Key: action, Value: '%1$s'}]}
              Stream:
                Type: AWS::Logs::LogStream
                Properties: {LogGroupName: !Ref Group}
              User:
                Type: AWS::IAM::User
                Properties:
                  ManagedPolicyArns: [!Ref Managed]
                  Tags: [{Key: action, Value: '%1$s'}]
              Key:
                Type: AWS::IAM::AccessKey
                Properties: {UserName: !Ref User}
              Alias:
                Type: AWS::Lambda::Alias
                Properties:
                  Name: live
                  Description: '%1$s'
                  FunctionName: !Ref Function
                  FunctionVersion: !GetAtt Version.Version
                  ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 1}
              Scaled:
                Type: AWS::ApplicationAutoScaling::ScalableTarget
                DependsOn: Alias
                Properties:
                  ServiceNamespace: lambda
                  ScalableDimension: lambda:function:ProvisionedConcurrency
                  ResourceId: !Sub 'function:${Function}:live'
                  MinCapacity: 1
                  MaxCapacity: 3
                  ScheduledActions:
                    - ScheduledActionName: '%1$s'
                      Schedule: cron(0 9 * * ? *)
                      Timezone: Europe/Berlin
                      EndTime: '2099-01-01T00:00:00Z'
                      ScalableTargetAction: {MinCapacity: 2}
                  Tags: [{Key: action, Value: '%1$s'}]
              Tracked:
                Type: AWS::ApplicationAutoScaling::ScalingPolicy
                Properties:
                  PolicyName: seventy
                  PolicyType: TargetTrackingScaling
                  ScalingTargetId: !Ref Scaled
                  TargetTrackingScalingPolicyConfiguration:
                    TargetValue: 0.7
                    PredefinedMetricSpecification: {PredefinedMetricType: LambdaProvisionedConcurrencyUtilization}
              Url:
                Type: AWS::Lambda::Url
                Properties:
                  TargetFunctionArn: !Ref Alias
                  AuthType: NONE
                  Cors: {AllowOrigins: ['https://%1$s.example']}
              UrlPermission:
                Type: AWS::Lambda::Permission
                Properties:
                  FunctionName: !Ref Alias
                  Action: lambda:InvokeFunction
                  Principal: '*'
                  InvokedViaFunctionUrl: true
              Events:
                Type: AWS::Lambda::EventInvokeConfig
                Properties:
                  FunctionName: !Ref Function
                  Qualifier: live
                  MaximumRetryAttempts: 1
                DependsOn: Alias
            Outputs:
              Function: {Value: !Ref Function}
              Tracked: {Value: !Ref Tracked}
              Signed: {Value: !GetAtt Signed.CodeSigningConfigArn}
              Url: {Value: !GetAtt Url.FunctionUrl}
              UrlArn: {Value: !Ref Url}
              Role: {Value: !Ref Role}
              Policy: {Value: !Ref Managed}
              Group: {Value: !Ref Group}
              Stream: {Value: !Ref Stream}
              User: {Value: !Ref User}
              Key: {Value: !Ref Key}
              Secret: {Value: !GetAtt Key.SecretAccessKey}
            """;

    @Test
    void versionsAliasesLayersAndPoliciesAreMadeChangedAndRemoved(@TempDir Path data) {
        String template = TEMPLATE.replace(" &document", "");
        try (Node started = LiveNode.start(data)) {
            LiveNode node = LiveNode.of(started);
            LiveStacks stacks = LiveStacks.of(node);
            try (S3Client s3 = node.client(S3Client.builder().forcePathStyle(true))) {
                s3.createBucket(r -> r.bucket("layers"));
                s3.putObject(
                        r -> r.bucket("layers").key("layer.zip"),
                        RequestBody.fromBytes(Zips.of("python/shared.py", "x = 1")));
            }
            stacks.created("types", template.formatted("GetObject"));
            Map<String, String> made = LiveStacks.outputs(stacks.describe("types"));
            assertState(node, made, "GetObject");

            stacks.updated("types", template.formatted("PutObject"));
            assertState(node, made, "PutObject");

            stacks.deleted("types");
            try (LambdaClient lambda = node.lambda();
                    IamClient iam = node.client(IamClient.builder())) {
                assertThat(lambda.listFunctions().functions()).isEmpty();
                assertThat(lambda.listLayers().layers()).isEmpty();
                assertThat(iam.listUsers().users()).isEmpty();
                assertThat(iam.listPolicies(r -> r.scope("Local")).policies()).isEmpty();
            }
        }
    }

    private static void assertState(LiveNode node, Map<String, String> made, String action) {
        try (LambdaClient lambda = node.lambda();
                CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder());
                IamClient iam = node.client(IamClient.builder())) {
            assertThat(logs.listTagsLogGroup(r -> r.logGroupName(made.get("Group"))).tags())
                    .containsEntry("action", action);
            assertThat(logs.describeLogStreams(r -> r.logGroupName(made.get("Group"))).logStreams())
                    .extracting(LogStream::logStreamName)
                    .containsExactly(made.get("Stream"));
            assertThat(iam.listUserTags(r -> r.userName(made.get("User"))).tags())
                    .filteredOn(tag -> !tag.key().startsWith("aws:cloudformation:"))
                    .extracting(software.amazon.awssdk.services.iam.model.Tag::value)
                    .containsExactly(action);
            assertThat(
                            iam.listAttachedUserPolicies(r -> r.userName(made.get("User")))
                                    .attachedPolicies())
                    .hasSize(1);
            assertThat(iam.listAccessKeys(r -> r.userName(made.get("User"))).accessKeyMetadata())
                    .extracting(AccessKeyMetadata::accessKeyId)
                    .containsExactly(made.get("Key"));
            assertThat(made.get("Secret")).hasSize(40);
            assertThat(
                            lambda.getAlias(r -> r.functionName(made.get("Function")).name("live"))
                                    .description())
                    .isEqualTo(action);
            assertThat(
                            lambda.getProvisionedConcurrencyConfig(
                                            r ->
                                                    r.functionName(made.get("Function"))
                                                            .qualifier("live"))
                                    .statusAsString())
                    .isEqualTo("READY");
            assertThat(
                            lambda.getFunctionRecursionConfig(
                                            r -> r.functionName(made.get("Function")))
                                    .recursiveLoopAsString())
                    .isEqualTo("Allow");
            assertThat(
                            lambda.getRuntimeManagementConfig(
                                            r -> r.functionName(made.get("Function")))
                                    .updateRuntimeOnAsString())
                    .isEqualTo("FunctionUpdate");
            assertScaling(node, made, action);
            assertSigning(lambda, made, action);
            assertSurroundings(lambda, made, action);
            GetFunctionUrlConfigResponse url =
                    lambda.getFunctionUrlConfig(
                            r -> r.functionName(made.get("Function")).qualifier("live"));
            assertThat(
                            lambda.getFunctionEventInvokeConfig(
                                            r ->
                                                    r.functionName(made.get("Function"))
                                                            .qualifier("live"))
                                    .maximumRetryAttempts())
                    .isEqualTo(1);
            assertThat(url.functionUrl()).isEqualTo(made.get("Url"));
            assertThat(url.functionArn()).isEqualTo(made.get("UrlArn"));
            assertThat(url.cors().allowOrigins()).containsExactly("https://" + action + ".example");
            assertThat(
                            lambda.getPolicy(
                                            r ->
                                                    r.functionName(made.get("Function"))
                                                            .qualifier("live"))
                                    .policy())
                    .contains("\"lambda:InvokedViaFunctionUrl\":\"true\"");
            assertThat(lambda.listLayerVersions(r -> r.layerName("shared")).layerVersions())
                    .singleElement()
                    .satisfies(layer -> assertThat(layer.description()).isEqualTo(action));
            assertThat(
                            iam.getRolePolicy(
                                            r -> r.roleName(made.get("Role")).policyName("inline"))
                                    .policyDocument())
                    .contains(action);
            assertThat(
                            iam.listAttachedRolePolicies(r -> r.roleName(made.get("Role")))
                                    .attachedPolicies())
                    .singleElement()
                    .satisfies(
                            policy -> assertThat(policy.policyArn()).isEqualTo(made.get("Policy")));
        }
    }

    private static void assertScaling(LiveNode node, Map<String, String> made, String action) {
        NodeClient client =
                new NodeClient(
                        node.endpoint(), Region.DEFAULT, new AccessKey("test", "test", null));
        JsonNode actions = client.json(SCALING, "DescribeScheduledActions", OF_LAMBDA);
        assertThat(actions.at("/ScheduledActions/0/ScheduledActionName").asText())
                .isEqualTo(action);
        JsonNode policies = client.json(SCALING, "DescribeScalingPolicies", OF_LAMBDA);
        assertThat(policies.at("/ScalingPolicies/0/PolicyARN").asText())
                .isEqualTo(made.get("Tracked"));
        JsonNode targets = client.json(SCALING, "DescribeScalableTargets", OF_LAMBDA);
        String arn = targets.at("/ScalableTargets/0/ScalableTargetARN").asText();
        JsonNode tags = client.json(SCALING, "ListTagsForResource", Map.of("ResourceARN", arn));
        assertThat(tags.at("/Tags/action").asText()).isEqualTo(action);
    }

    private static void assertSigning(
            LambdaClient lambda, Map<String, String> made, String action) {
        assertThat(
                        lambda.getFunctionCodeSigningConfig(
                                        r -> r.functionName(made.get("Function")))
                                .codeSigningConfigArn())
                .isEqualTo(made.get("Signed"));
        assertThat(
                        lambda.getCodeSigningConfig(r -> r.codeSigningConfigArn(made.get("Signed")))
                                .codeSigningConfig()
                                .description())
                .isEqualTo(action);
        assertThat(lambda.listTags(r -> r.resource(made.get("Signed"))).tags())
                .containsEntry("action", action);
    }

    private static void assertSurroundings(
            LambdaClient lambda, Map<String, String> made, String action) {
        GetFunctionConfigurationResponse function =
                lambda.getFunctionConfiguration(r -> r.functionName(made.get("Function")));
        assertThat(function.vpcConfig().securityGroupIds()).containsExactly("sg-" + action);
        assertThat(function.kmsKeyArn()).endsWith("key/" + action);
    }
}
