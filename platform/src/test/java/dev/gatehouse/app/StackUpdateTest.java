package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.kernel.SystemTags;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetStageResponse;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What a changed template does to the resources that stay: they change in place, and forget. */
@Tag("node")
class StackUpdateTest {
    @TempDir static Path data;
    private static Node started;
    private static LiveNode node;
    private static LiveStacks stacks;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        stacks = LiveStacks.of(node);
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void theTagsOfAStackAreThoseOfItsResourcesToo() {
        String template =
                """
                Resources:
                  Plain: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: tagged, ProtocolType: HTTP}}
                  Own:
                    Type: AWS::ApiGatewayV2::Api
                    Properties: {Name: own, ProtocolType: HTTP, Tags: {team: own}}
                  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: tagged-by-stack}}
                Outputs:
                  Plain: {Value: !Ref Plain}
                  Own: {Value: !Ref Own}
                """;
        stacks.client().createStack(tagged(template, "one"));
        Map<String, String> made = LiveStacks.outputs(stacks.await("tags", "CREATE_COMPLETE"));
        assertThat(apiTags(made.get("Plain"))).containsEntry("team", "one");
        assertThat(apiTags(made.get("Own"))).containsEntry("team", "own").containsEntry("a", "b");

        stacks.client()
                .updateStack(
                        r ->
                                r.stackName("tags")
                                        .usePreviousTemplate(true)
                                        .tags(tag("team", "two")));
        stacks.await("tags", "UPDATE_COMPLETE");
        assertThat(apiTags(made.get("Plain"))).isEqualTo(Map.of("team", "two"));
        try (S3Client s3 = node.client(S3Client.builder().forcePathStyle(true))) {
            assertThat(s3.getBucketTagging(r -> r.bucket("tagged-by-stack")).tagSet())
                    .filteredOn(each -> !SystemTags.isSystem(each.key()))
                    .map(each -> each.key() + "=" + each.value())
                    .containsExactly("team=two");
        }
        stacks.deleted("tags");
    }

    private static CreateStackRequest tagged(String template, String team) {
        return CreateStackRequest.builder()
                .stackName("tags")
                .templateBody(template)
                .tags(tag("team", team), tag("a", "b"))
                .build();
    }

    private static software.amazon.awssdk.services.cloudformation.model.Tag tag(
            String key, String value) {
        return software.amazon.awssdk.services.cloudformation.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    private static Map<String, String> apiTags(String id) {
        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            return LiveStacks.withoutSystemTags(http.getApi(r -> r.apiId(id)).tags());
        }
    }

    @Test
    void anHttpApiForgetsWhatTheTemplateNoLongerSays() {
        String full =
                """
                Resources:
                  Api:
                    Type: AWS::ApiGatewayV2::Api
                    Properties:
                      Name: full
                      ProtocolType: HTTP
                      Description: Says much
                      Version: '3'
                      DisableExecuteApiEndpoint: true
                      CorsConfiguration: {AllowOrigins: ['*'], MaxAge: 5}
                      Tags: {a: b, c: d}
                  Stage:
                    Type: AWS::ApiGatewayV2::Stage
                    Properties:
                      ApiId: !Ref Api
                      StageName: live
                      Description: Of much
                      AutoDeploy: true
                      StageVariables: {stays: '1', goes: '2'}
                Outputs: {Api: {Value: !Ref Api}}
                """;
        String id = LiveStacks.outputs(stacks.created("http", full)).get("Api");

        String bare =
                """
                Resources:
                  Api:
                    Type: AWS::ApiGatewayV2::Api
                    Properties: {ProtocolType: HTTP, Tags: {a: e}}
                  Stage:
                    Type: AWS::ApiGatewayV2::Stage
                    Properties: {ApiId: !Ref Api, StageName: live, StageVariables: {stays: '3'}}
                Outputs: {Api: {Value: !Ref Api}}
                """;
        assertThat(LiveStacks.outputs(stacks.updated("http", bare)).get("Api")).isEqualTo(id);

        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            GetApiResponse api = http.getApi(r -> r.apiId(id));
            assertThat(api.name()).isEqualTo("http");
            assertThat(api.description()).isNull();
            assertThat(api.version()).isNull();
            assertThat(api.disableExecuteApiEndpoint()).isFalse();
            assertThat(api.corsConfiguration()).isNull();
            assertThat(LiveStacks.withoutSystemTags(api.tags())).isEqualTo(Map.of("a", "e"));
            GetStageResponse stage = http.getStage(r -> r.apiId(id).stageName("live"));
            assertThat(stage.description()).isNull();
            assertThat(stage.autoDeploy()).isFalse();
            assertThat(stage.stageVariables()).isEqualTo(Map.of("stays", "3"));
        }
    }

    @Test
    void routesAndIntegrationsForgetToo() {
        String template =
                """
                Resources:
                  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: r, ProtocolType: HTTP}}
                  Integration:
                    Type: AWS::ApiGatewayV2::Integration
                    Properties:
                      ApiId: !Ref Api
                      IntegrationType: HTTP_PROXY
                      IntegrationMethod: GET
                      IntegrationUri: http://localhost/
                      PayloadFormatVersion: '1.0'
                      %s
                  Route:
                    Type: AWS::ApiGatewayV2::Route
                    Properties:
                      ApiId: !Ref Api
                      RouteKey: GET /
                      %s
                Outputs:
                  Api: {Value: !Ref Api}
                  Integration: {Value: !Ref Integration}
                  Route: {Value: !Ref Route}
                """;
        Map<String, String> ids =
                LiveStacks.outputs(
                        stacks.created(
                                "parts",
                                template.formatted(
                                        "TimeoutInMillis: 5000",
                                        "Target: !Sub integrations/${Integration}")));
        stacks.updated("parts", template.formatted("", ""));

        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            assertThat(
                            http.getIntegration(
                                            r ->
                                                    r.apiId(ids.get("Api"))
                                                            .integrationId(ids.get("Integration")))
                                    .timeoutInMillis())
                    .isEqualTo(30_000);
            assertThat(
                            http.getRoute(r -> r.apiId(ids.get("Api")).routeId(ids.get("Route")))
                                    .target())
                    .isNull();
        }
    }

    @Test
    void aPreviousValueStaysThoughTheDefaultChanges() {
        String template =
                """
                Parameters: {Days: {Type: Number, Default: %d}}
                Resources:
                  G: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}
                Outputs: {Days: {Value: !Ref Days, Description: %s}}
                """;
        stacks.created("previous", template.formatted(7, "before"));
        stacks.client()
                .updateStack(
                        r ->
                                r.stackName("previous")
                                        .templateBody(template.formatted(14, "after"))
                                        .parameters(previous("Days")));

        assertThat(LiveStacks.outputs(stacks.await("previous", "UPDATE_COMPLETE")))
                .containsEntry("Days", "7");
        assertThatThrownBy(
                        () ->
                                stacks.client()
                                        .updateStack(
                                                r ->
                                                        r.stackName("previous")
                                                                .usePreviousTemplate(true)
                                                                .parameters(previous("Weeks"))))
                .hasMessageContaining("Invalid input for parameter key Weeks.");
    }

    private static Parameter previous(String key) {
        return Parameter.builder().parameterKey(key).usePreviousValue(true).build();
    }

    @Test
    void aFunctionGoesBackToItsUsualLogsAndTraces() {
        String template =
                """
                Resources:
                  F:
                    Type: AWS::Lambda::Function
                    Properties:
                      Runtime: python3.13
                      Handler: index.handler
                      Role: !Sub arn:aws:iam::${AWS::AccountId}:role/logging
                      Code: {ZipFile: pass}
                      %s
                Outputs: {F: {Value: !Ref F}}
                """;
        node.role("logging");
        String name =
                LiveStacks.outputs(
                                stacks.created(
                                        "logging",
                                        template.formatted(
                                                "LoggingConfig: {LogFormat: JSON, LogGroup: /own}\n"
                                                        + "      TracingConfig: {Mode: Active}")))
                        .get("F");
        try (LambdaClient lambda = node.client(LambdaClient.builder())) {
            assertThat(logGroup(lambda, name)).isEqualTo("/own");
            stacks.updated("logging", template.formatted(""));

            assertThat(logGroup(lambda, name)).isEqualTo("/aws/lambda/" + name);
            assertThat(
                            lambda.getFunctionConfiguration(r -> r.functionName(name))
                                    .tracingConfig()
                                    .modeAsString())
                    .isEqualTo("PassThrough");
        }
    }

    private static String logGroup(LambdaClient lambda, String function) {
        return lambda.getFunctionConfiguration(r -> r.functionName(function))
                .loggingConfig()
                .logGroup();
    }

    @Test
    void aRestApiKeepsItsIdWhenItsTagsOrMediaTypesChange() {
        String template =
                """
                Resources:
                  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: rest%s}}
                Outputs: {Api: {Value: !Ref Api}}
                """;
        String before =
                ", Tags: [{Key: a, Value: b}, {Key: c, Value: d}],"
                        + " BinaryMediaTypes: [image/png, a/b]";
        String after = ", Tags: [{Key: a, Value: e}], BinaryMediaTypes: [image/png, '*/*']";
        String id =
                LiveStacks.outputs(stacks.created("rest", template.formatted(before))).get("Api");
        assertThat(LiveStacks.outputs(stacks.updated("rest", template.formatted(after))).get("Api"))
                .isEqualTo(id);

        try (ApiGatewayClient rest = node.client(ApiGatewayClient.builder())) {
            GetRestApiResponse changed = rest.getRestApi(r -> r.restApiId(id));
            assertThat(LiveStacks.withoutSystemTags(changed.tags())).isEqualTo(Map.of("a", "e"));
            assertThat(changed.binaryMediaTypes()).containsExactlyInAnyOrder("image/png", "*/*");
            stacks.updated("rest", template.formatted(""));
            assertThat(rest.getRestApi(r -> r.restApiId(id)).binaryMediaTypes()).isEmpty();
            assertThat(LiveStacks.withoutSystemTags(rest.getRestApi(r -> r.restApiId(id)).tags()))
                    .isEmpty();
        }
    }

    @Test
    void aReplacedResourceIsLeftOnlyWhenTheTemplateSaysSo() {
        String template =
                """
                Resources:
                  Left:
                    Type: AWS::Logs::LogGroup
                    UpdateReplacePolicy: Retain
                    Properties: {LogGroupName: /left/%1$s}
                  Gone:
                    Type: AWS::Logs::LogGroup
                    DeletionPolicy: Retain
                    Properties: {LogGroupName: /gone/%1$s}
                """;
        stacks.created("replacing", template.formatted("old"));
        stacks.updated("replacing", template.formatted("new"));
        assertThat(groups("/left/")).containsExactly("/left/new", "/left/old");
        assertThat(groups("/gone/")).containsExactly("/gone/new");
        assertThat(stacks.events("replacing"))
                .filteredOn(event -> event.logicalResourceId().equals("Gone"))
                .extracting(
                        StackEvent::resourceStatusAsString,
                        StackEvent::physicalResourceId,
                        StackEvent::resourceStatusReason)
                .startsWith(
                        tuple("DELETE_COMPLETE", "/gone/old", null),
                        tuple("DELETE_IN_PROGRESS", "/gone/old", null),
                        tuple("UPDATE_COMPLETE", "/gone/new", null),
                        tuple("UPDATE_IN_PROGRESS", "/gone/new", "Resource creation Initiated"),
                        tuple(
                                "UPDATE_IN_PROGRESS",
                                "/gone/old",
                                "Requested update requires the creation of a new physical"
                                        + " resource; hence creating one."));

        stacks.deleted("replacing");
        assertThat(groups("/left/")).containsExactly("/left/old");
        assertThat(groups("/gone/")).containsExactly("/gone/new");
    }

    @Test
    void aResourceDoesNotBecomeOneOfAnotherType() {
        stacks.created("typed", "Resources: {Thing: {Type: 'AWS::Logs::LogGroup'}}");
        assertThatThrownBy(
                        () ->
                                stacks.update(
                                        "typed", "Resources: {Thing: {Type: 'AWS::S3::Bucket'}}"))
                .hasMessageContaining(
                        "Update of resource type is not permitted. The new template modifies"
                                + " resource type of the following resources: [Thing]");
    }

    @Test
    void aNewResourceMayBeRetainedExceptWhenItsCreationTurnsBack() {
        String template =
                """
                Resources:
                  Kept:
                    Type: AWS::Logs::LogGroup
                    DeletionPolicy: RetainExceptOnCreate
                    Properties: {LogGroupName: /except}
                  Last:
                    Type: AWS::Logs::LogGroup
                    DependsOn: Kept
                    Properties: {LogGroupName: /last, RetentionInDays: %d}
                """;
        stacks.create("except", template.formatted(8));
        stacks.await("except", "ROLLBACK_COMPLETE");
        assertThat(groups("/except")).isEmpty();

        stacks.deleted("except");
        stacks.created("except", template.formatted(7));
        stacks.deleted("except");
        assertThat(groups("/except")).containsExactly("/except");
        assertThatThrownBy(
                        () ->
                                stacks.create(
                                        "except",
                                        template.formatted(7)
                                                .replace("RetainExceptOnCreate", "Snapshot")))
                .hasMessageContaining("DeletionPolicy Snapshot is not supported");
    }

    private static List<String> groups(String prefix) {
        try (CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder())) {
            return logs.describeLogGroups(r -> r.logGroupNamePrefix(prefix)).logGroups().stream()
                    .map(LogGroup::logGroupName)
                    .toList();
        }
    }

    @Test
    void aRoleOfAFixedNameChangesInPlace() {
        String template =
                """
                Resources:
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      RoleName: fixed
                      AssumeRolePolicyDocument:
                        Statement:
                          Effect: Allow
                          Principal: {Service: lambda.amazonaws.com}
                          Action: sts:AssumeRole
                %s
                """;
        String before =
                """
                      Description: before
                      MaxSessionDuration: 7200
                      Tags: [{Key: a, Value: b}, {Key: c, Value: d}]
                      ManagedPolicyArns:
                        - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
                        - arn:aws:iam::aws:policy/AdministratorAccess
                      Policies:
                        - PolicyName: goes
                          PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: '*'}}
                        - PolicyName: stays
                          PolicyDocument: {Statement: {Effect: Allow, Action: '*', Resource: '*'}}
                """;
        String after =
                """
                      Tags: [{Key: a, Value: e}]
                      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]
                      Policies:
                        - PolicyName: stays
                          PolicyDocument: {Statement: {Effect: Deny, Action: '*', Resource: '*'}}
                """;
        stacks.created("role", template.formatted(before));
        try (IamClient iam = node.client(IamClient.builder())) {
            String id = iam.getRole(r -> r.roleName("fixed")).role().roleId();
            stacks.updated("role", template.formatted(after));

            Role changed = iam.getRole(r -> r.roleName("fixed")).role();
            assertThat(changed.roleId()).isEqualTo(id);
            assertThat(changed.description()).isNullOrEmpty();
            assertThat(changed.maxSessionDuration()).isEqualTo(3600);
            assertThat(changed.tags())
                    .filteredOn(tag -> !SystemTags.isSystem(tag.key()))
                    .singleElement()
                    .satisfies(tag -> assertThat(tag.value()).isEqualTo("e"));
            assertThat(iam.listAttachedRolePolicies(r -> r.roleName("fixed")).attachedPolicies())
                    .extracting(AttachedPolicy::policyName)
                    .containsExactly("AdministratorAccess");
            assertThat(iam.listRolePolicies(r -> r.roleName("fixed")).policyNames())
                    .containsExactly("stays");
            assertThat(
                            iam.getRolePolicy(r -> r.roleName("fixed").policyName("stays"))
                                    .policyDocument())
                    .contains("Deny");
        }
    }
}
