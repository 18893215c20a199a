package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.apigatewayv2.model.GetApisResponse;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A node that is killed while it works on a stack: the next one goes on or rolls back, and deleting
 * the stack leaves nothing of it.
 */
@Tag("sandbox")
class StackCrashTest {
    private static final int GROUPS = 16;

    /** The groups, a function with its role and its group, and its two APIs. */
    private static final int MADE = GROUPS + 4;

    /** Resources of the large stack, by {@code -Dstack.resources}. */
    private static final int MANY = Integer.getInteger("stack.resources", 300);

    @ParameterizedTest
    @ValueSource(ints = {1, 15})
    void aStackWhoseCreationIsKilledIsMadeAfterTheStart(int steps, @TempDir Path data)
            throws Exception {
        try (DoomedNode doomed = DoomedNode.start(data)) {
            LiveStacks stacks = LiveStacks.of(doomed.node());
            stacks.create("crash", template("one"));
            doomed.killAfter(() -> stacks.events("crash").size() >= steps);
        }
        try (Node second = DoomedNode.next(data)) {
            LiveNode node = LiveNode.of(second);
            LiveStacks stacks = LiveStacks.of(node);
            stacks.await("crash", "CREATE_COMPLETE");
            assertThat(left(node)).hasSize(MADE);
            stacks.deleted("crash");
            assertThat(left(node)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 24})
    void aStackWhoseUpdateIsKilledIsWhatWasWantedAfterTheStart(int steps, @TempDir Path data)
            throws Exception {
        try (DoomedNode doomed = DoomedNode.start(data)) {
            LiveStacks stacks = LiveStacks.of(doomed.node());
            stacks.created("crash", template("one"));
            int before = stacks.events("crash").size();
            stacks.update("crash", template("two"));
            doomed.killAfter(() -> stacks.events("crash").size() >= before + steps);
        }
        try (Node second = DoomedNode.next(data)) {
            LiveNode node = LiveNode.of(second);
            LiveStacks stacks = LiveStacks.of(node);
            stacks.await("crash", "UPDATE_COMPLETE");
            assertThat(left(node).stream().filter(name -> name.startsWith("/crash/")))
                    .hasSize(GROUPS)
                    .allMatch(name -> name.startsWith("/crash/two"));
            stacks.deleted("crash");
            assertThat(left(node)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6})
    void nestedStacksThatAChangeSetAnnouncedAreMadeOnce(int steps, @TempDir Path data)
            throws Exception {
        try (DoomedNode doomed = DoomedNode.start(data)) {
            LiveStacks stacks = LiveStacks.of(doomed.node());
            try (S3Client s3 = doomed.node().client(S3Client.builder().forcePathStyle(true))) {
                s3.createBucket(r -> r.bucket("templates"));
                s3.putObject(
                        r -> r.bucket("templates").key("inner"),
                        RequestBody.fromString(groups("inner")));
            }
            String nested =
                    """
                      Inner:
                        Type: AWS::CloudFormation::Stack
                        Properties: {TemplateURL: http://localhost/templates/inner}
                    """;
            stacks.client()
                    .createChangeSet(
                            r ->
                                    r.stackName("crash")
                                            .changeSetName("first")
                                            .changeSetType(ChangeSetType.CREATE)
                                            .includeNestedStacks(true)
                                            .templateBody(groups("outer") + nested));
            int before = stacks.events("crash").size();
            stacks.client().executeChangeSet(r -> r.stackName("crash").changeSetName("first"));
            doomed.killAfter(() -> stacks.events("crash").size() >= before + steps);
        }
        try (Node second = DoomedNode.next(data)) {
            LiveNode node = LiveNode.of(second);
            LiveStacks stacks = LiveStacks.of(node);
            stacks.await("crash", "CREATE_COMPLETE");
            assertThat(left(node)).hasSize(2 * GROUPS);
            assertThat(stacks.client().describeStacks().stacks()).hasSize(2);
            stacks.deleted("crash");
            assertThat(stacks.client().describeStacks().stacks()).isEmpty();
            assertThat(left(node)).isEmpty();
        }
    }

    private static String groups(String name) {
        StringBuilder template = new StringBuilder("Resources:\n");
        for (int number = 0; number < GROUPS; number++) {
            template.append(
                    "  G%d: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /crash/%s/%d}}\n"
                            .formatted(number, name, number));
        }
        return template.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20})
    void aStackWhoseDeletionIsKilledIsDeleted(int steps, @TempDir Path data) throws Exception {
        String id;
        try (DoomedNode doomed = DoomedNode.start(data)) {
            LiveStacks stacks = LiveStacks.of(doomed.node());
            id = stacks.created("crash", template("one")).stackId();
            int before = stacks.events("crash").size();
            stacks.client().deleteStack(r -> r.stackName("crash"));
            doomed.killAfter(() -> stacks.events(id).size() >= before + steps);
        }
        try (Node second = DoomedNode.next(data)) {
            LiveNode node = LiveNode.of(second);
            LiveStacks.of(node).await(id, "DELETE_COMPLETE");
            assertThat(left(node)).isEmpty();
        }
    }

    @Test
    void aLargeStackThatIsKilledInTheMiddleIsMadeOnceAfterTheStart(@TempDir Path data)
            throws Exception {
        try (DoomedNode doomed = DoomedNode.start(data)) {
            LiveStacks stacks = LiveStacks.of(doomed.node());
            stacks.create("crash", large());
            doomed.killAfter(() -> made(stacks.all("crash")).size() >= MANY / 2);
        }
        try (Node second = DoomedNode.next(data)) {
            LiveNode node = LiveNode.of(second);
            LiveStacks stacks = LiveStacks.of(node);
            assertThat(stacks.describe("crash").stackStatusAsString())
                    .isEqualTo("CREATE_IN_PROGRESS");
            stacks.await("crash", "CREATE_COMPLETE");
            assertThat(made(stacks.all("crash")))
                    .as("each is told to be complete once")
                    .hasSize(MANY)
                    .doesNotHaveDuplicates();
            assertThat(left(node)).hasSize(MANY);
            stacks.deleted("crash");
            assertThat(left(node)).isEmpty();
        }
    }

    private static List<String> made(List<StackEvent> events) {
        return events.stream()
                .filter(event -> event.resourceStatusAsString().equals("CREATE_COMPLETE"))
                .map(StackEvent::logicalResourceId)
                .filter(id -> !id.equals("crash"))
                .toList();
    }

    /** Roles that need groups; names and ids are nobody's choice, so that each could be twice. */
    private static String large() {
        StringBuilder template = new StringBuilder("Resources:\n");
        for (int number = 0; number < MANY; number++) {
            template.append(
                    switch (number % 3) {
                        case 0 -> "  R%d: {Type: AWS::Logs::LogGroup}\n".formatted(number);
                        case 1 ->
                                """
                                  R%d:
                                    Type: AWS::IAM::Role
                                    Properties:
                                      Description: !Ref R%d
                                      AssumeRolePolicyDocument:
                                        Statement:
                                        - Effect: Allow
                                          Principal: {Service: lambda.amazonaws.com}
                                          Action: sts:AssumeRole
                                """
                                        .formatted(number, number - 1);
                        default ->
                                "  R%d: {Type: AWS::ApiGatewayV2::Api, DependsOn: R%d, Properties: {Name: same, ProtocolType: HTTP}}\n"
                                        .formatted(number, number - 1);
                    });
        }
        return template.toString();
    }

    /** Resources with names given, generated, and chosen by the service. */
    private static String template(String variant) {
        StringBuilder template =
                new StringBuilder(
                        """
                        Transform: AWS::Serverless-2016-10-31
                        Resources:
                          Named:
                            Type: AWS::Serverless::Function
                            Properties:
                              InlineCode: "def handler(event, context): return 1"
                              Handler: index.handler
                              Runtime: python3.11
                              Events:
                                Rest: {Type: Api, Properties: {Path: /a, Method: get}}
                                Http: {Type: HttpApi, Properties: {Path: /a, Method: get}}
                        """);
        for (int number = 0; number < GROUPS; number++) {
            template.append(
                    "  G%d: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /crash/%s/%d}}\n"
                            .formatted(number, variant, number));
        }
        return template.toString();
    }

    /** What there is in the account, as nothing else uses the node. */
    private static List<String> left(LiveNode node) {
        try (IamClient iam = node.client(IamClient.builder());
                LambdaClient lambda = node.lambda();
                ApiGatewayClient rest = node.client(ApiGatewayClient.builder());
                ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder());
                CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder())) {
            return Stream.of(
                            iam.listRolesPaginator().roles().stream().map(Role::roleName),
                            lambda.listFunctions().functions().stream()
                                    .map(FunctionConfiguration::functionName),
                            rest.getRestApis().items().stream().map(RestApi::name),
                            apis(http).map(Api::name),
                            logs.describeLogGroupsPaginator().logGroups().stream()
                                    .map(LogGroup::logGroupName))
                    .flatMap(names -> names)
                    .toList();
        }
    }

    private static Stream<Api> apis(ApiGatewayV2Client http) {
        List<Api> all = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            GetApisResponse page = http.getApis(r -> r.nextToken(token));
            all.addAll(page.items());
            next = page.nextToken();
        } while (next != null);
        return all.stream();
    }
}
