package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.SystemTags;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudcontrol.CloudControlClient;
import software.amazon.awssdk.services.cloudcontrol.model.OperationStatus;
import software.amazon.awssdk.services.cloudcontrol.model.ProgressEvent;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What a stack makes tells by its tags which stack that is, and has the stack's own tags. */
@Tag("node")
class SystemTagsTest {
    private static final Map<String, String> FORGED = Map.of(SystemTags.STACK_NAME, "other");

    private static final String TEMPLATE =
            """
            Parameters: {Mine: {Type: String, Default: 'yes'}}
            Conditions: {Mine: !Equals [!Ref Mine, 'yes']}
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: tagged
                  AssumeRolePolicyDocument:
                    Statement:
                      - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
              Function:
                Type: AWS::Lambda::Function
                Properties:
                  FunctionName: tagged
                  Runtime: python3.12
                  Handler: index.handler
                  Role: !GetAtt Role.Arn
                  Code: {ZipFile: 'def handler(e, c): pass'}
                  Tags: !If [Mine, [{Key: own, Value: one}], !Ref AWS::NoValue]
              Group:
                Type: AWS::Logs::LogGroup
                Properties:
                  LogGroupName: /tagged
                  Tags: [!If [Mine, !Ref AWS::NoValue, {Key: team, Value: other}]]
              Rest: {Type: AWS::ApiGateway::RestApi, Properties: {Name: tagged}}
              Http: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: tagged, ProtocolType: HTTP}}
              Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: tagged-bucket}}
            Outputs:
              Function: {Value: !GetAtt Function.Arn}
              Rest: {Value: !Ref Rest}
              Http: {Value: !Ref Http}
              Stack: {Value: !Ref AWS::StackId}
            """;

    @TempDir static Path data;
    private static Node started;
    private static LiveNode node;
    private static LiveStacks live;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        live = LiveStacks.of(node);
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void everyServiceShowsThemAndOnlyCloudFormationChangesThem() {
        live.client()
                .createStack(
                        r ->
                                r.stackName("tagging")
                                        .templateBody(TEMPLATE)
                                        .tags(t -> t.key("team").value("blue"))
                                        .capabilitiesWithStrings("CAPABILITY_NAMED_IAM"));
        Map<String, String> made = LiveStacks.outputs(live.await("tagging", "CREATE_COMPLETE"));
        LambdaClient lambda = node.lambda();
        IamClient iam = node.client(IamClient.builder());
        CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder());
        S3Client s3 = node.client(S3Client.builder());
        String function = made.get("Function");
        String group = "arn:aws:logs:us-east-1:000000000000:log-group:/tagged";

        assertThat(lambda.listTags(r -> r.resource(function)).tags())
                .isEqualTo(tags(made, "Function", Map.of("own", "one", "team", "blue")));
        assertThat(logs.listTagsForResource(r -> r.resourceArn(group)).tags())
                .isEqualTo(tags(made, "Group", Map.of("team", "blue")));
        assertThat(
                        iam.listRoleTags(r -> r.roleName("tagged")).tags().stream()
                                .collect(Collectors.toMap(t -> t.key(), t -> t.value())))
                .isEqualTo(tags(made, "Role", Map.of("team", "blue")));
        assertThat(
                        node.client(ApiGatewayClient.builder())
                                .getRestApi(r -> r.restApiId(made.get("Rest")))
                                .tags())
                .isEqualTo(tags(made, "Rest", Map.of("team", "blue")));
        assertThat(
                        node.client(ApiGatewayV2Client.builder())
                                .getApi(r -> r.apiId(made.get("Http")))
                                .tags())
                .isEqualTo(tags(made, "Http", Map.of("team", "blue")));
        assertThat(bucketTags(s3)).isEqualTo(tags(made, "Bucket", Map.of("team", "blue")));

        assertThat(live.drift("tagging").stackDriftStatusAsString()).isEqualTo("IN_SYNC");
        assertThatThrownBy(() -> live.update("tagging", TEMPLATE))
                .hasMessageContaining("No updates");

        lambda.tagResource(r -> r.resource(function).tags(Map.of("later", "x")));
        lambda.untagResource(r -> r.resource(function).tagKeys("later"));
        assertThatThrownBy(() -> lambda.tagResource(r -> r.resource(function).tags(FORGED)))
                .hasMessageContaining("aws: prefixed tag key names are not allowed");
        assertThatThrownBy(
                        () ->
                                lambda.untagResource(
                                        r -> r.resource(function).tagKeys(SystemTags.STACK_NAME)))
                .hasMessageContaining("aws: prefixed tag key names are not allowed");
        assertThat(lambda.listTags(r -> r.resource(function)).tags())
                .isEqualTo(tags(made, "Function", Map.of("own", "one", "team", "blue")));
        bucketsKeepTheirs(s3, made);
        aChangeOfTheStacksTagsKeepsThem(made, lambda, s3, function);
    }

    @Test
    void aTemplateCannotSayThatAnotherStackMadeItsResources() {
        live.client()
                .createStack(
                        r ->
                                r.stackName("claiming")
                                        .templateBody(
                                                """
                                                Resources:
                                                  Group:
                                                    Type: AWS::Logs::LogGroup
                                                    Properties:
                                                      Tags:
                                                        - {Key: 'aws:cloudformation:stack-name', Value: tagging}
                                                """));
        live.await("claiming", "ROLLBACK_COMPLETE");
        assertThat(live.client().describeStackEvents(r -> r.stackName("claiming")).stackEvents())
                .anySatisfy(
                        event ->
                                assertThat(event.resourceStatusReason())
                                        .contains("aws: prefixed tag key names are not allowed"));
    }

    @Test
    void noResourceOfCloudControlHasThem() {
        try (CloudControlClient control = node.client(CloudControlClient.builder())) {
            String wanted =
                    """
                    {"LogGroupName": "/controlled",
                     "Tags": [{"Key": "aws:cloudformation:stack-name", "Value": "tagging"}]}
                    """;
            String token =
                    control.createResource(
                                    r -> r.typeName("AWS::Logs::LogGroup").desiredState(wanted))
                            .progressEvent()
                            .requestToken();
            ProgressEvent end =
                    Eventually.value(
                            () ->
                                    control.getResourceRequestStatus(r -> r.requestToken(token))
                                            .progressEvent(),
                            event ->
                                    event.operationStatus() != OperationStatus.IN_PROGRESS
                                            && event.operationStatus() != OperationStatus.PENDING);
            assertThat(end.operationStatus()).isEqualTo(OperationStatus.FAILED);
            assertThat(end.statusMessage()).contains("aws: prefixed tag key names");
        }
    }

    /** The tags of a bucket are put as a whole. */
    private static void bucketsKeepTheirs(S3Client s3, Map<String, String> made) {
        assertThatThrownBy(() -> putBucketTags(s3, Map.of("a", "b")))
                .hasMessageContaining("System tags cannot be removed by requester");
        assertThatThrownBy(() -> putBucketTags(s3, tags(made, "Other", Map.of())))
                .hasMessageContaining("System tags cannot be added/updated by requester");
        putBucketTags(s3, tags(made, "Bucket", Map.of("a", "b")));
        s3.deleteBucketTagging(r -> r.bucket("tagged-bucket"));
        assertThat(bucketTags(s3)).isEqualTo(tags(made, "Bucket", Map.of()));
    }

    private static void aChangeOfTheStacksTagsKeepsThem(
            Map<String, String> made, LambdaClient lambda, S3Client s3, String function) {
        live.client()
                .updateStack(
                        r ->
                                r.stackName("tagging")
                                        .usePreviousTemplate(true)
                                        .tags(t -> t.key("team").value("red"))
                                        .capabilitiesWithStrings("CAPABILITY_NAMED_IAM"));
        live.await("tagging", "UPDATE_COMPLETE");
        assertThat(lambda.listTags(r -> r.resource(function)).tags())
                .isEqualTo(tags(made, "Function", Map.of("own", "one", "team", "red")));
        assertThat(bucketTags(s3)).isEqualTo(tags(made, "Bucket", Map.of("team", "red")));
        live.deleted("tagging");
    }

    @Test
    void whatIsImportedGetsThemAndStaysAsItIs() {
        CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder());
        logs.createLogGroup(r -> r.logGroupName("/imported").tags(Map.of("was", "there")));
        logs.putRetentionPolicy(r -> r.logGroupName("/imported").retentionInDays(7));
        live.client()
                .createChangeSet(
                        r ->
                                r.stackName("taking")
                                        .changeSetName("set")
                                        .changeSetType("IMPORT")
                                        .tags(t -> t.key("team").value("blue"))
                                        .resourcesToImport(
                                                i ->
                                                        i.logicalResourceId("Kept")
                                                                .resourceType("AWS::Logs::LogGroup")
                                                                .resourceIdentifier(
                                                                        Map.of(
                                                                                "LogGroupName",
                                                                                "/imported")))
                                        .templateBody(
                                                """
                                                Resources:
                                                  Kept:
                                                    Type: AWS::Logs::LogGroup
                                                    DeletionPolicy: Retain
                                                    Properties: {LogGroupName: /imported}
                                                """));
        live.client().executeChangeSet(r -> r.stackName("taking").changeSetName("set"));
        String stack = live.await("taking", "IMPORT_COMPLETE").stackId();
        assertThat(
                        logs.listTagsForResource(
                                        r ->
                                                r.resourceArn(
                                                        "arn:aws:logs:us-east-1:000000000000:log-group:/imported"))
                                .tags())
                .isEqualTo(
                        Map.of(
                                "was",
                                "there",
                                "team",
                                "blue",
                                SystemTags.STACK_NAME,
                                "taking",
                                SystemTags.STACK_ID,
                                stack,
                                SystemTags.LOGICAL_ID,
                                "Kept"));
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix("/imported")).logGroups())
                .extracting(each -> each.retentionInDays())
                .containsExactly(7);
    }

    private static void putBucketTags(S3Client s3, Map<String, String> tags) {
        Tagging all =
                Tagging.builder()
                        .tagSet(
                                tags.entrySet().stream()
                                        .map(
                                                tag ->
                                                        software.amazon.awssdk.services.s3.model.Tag
                                                                .builder()
                                                                .key(tag.getKey())
                                                                .value(tag.getValue())
                                                                .build())
                                        .toList())
                        .build();
        s3.putBucketTagging(r -> r.bucket("tagged-bucket").tagging(all));
    }

    private static Map<String, String> bucketTags(S3Client s3) {
        return s3.getBucketTagging(r -> r.bucket("tagged-bucket")).tagSet().stream()
                .collect(Collectors.toMap(t -> t.key(), t -> t.value()));
    }

    private static Map<String, String> tags(
            Map<String, String> made, String logicalId, Map<String, String> more) {
        Map<String, String> tags = new java.util.TreeMap<>(more);
        tags.put(SystemTags.STACK_NAME, "tagging");
        tags.put(SystemTags.STACK_ID, made.get("Stack"));
        tags.put(SystemTags.LOGICAL_ID, logicalId);
        return tags;
    }
}
