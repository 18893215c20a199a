package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/**
 * A node that is killed while it works on a stack: the next one goes on or rolls back, and deleting
 * the stack leaves nothing of it.
 */
@Tag("sandbox")
class StackCrashTest {
    private static final int GROUPS = 40;

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 15, 40})
    void aStackWhoseCreationIsKilledRollsBackAndLeavesNothing(int steps, @TempDir Path data)
            throws Exception {
        try (DoomedNode doomed = DoomedNode.start(data)) {
            LiveStacks stacks = LiveStacks.of(doomed.node());
            stacks.create("crash", template("one"));
            doomed.killAfter(() -> stacks.events("crash").size() >= steps);
        }
        try (Node second = DoomedNode.next(data)) {
            LiveNode node = LiveNode.of(second);
            LiveStacks stacks = LiveStacks.of(node);
            assertThat(stacks.await("crash").stackStatusAsString())
                    .isIn("ROLLBACK_COMPLETE", "CREATE_COMPLETE");
            stacks.deleted("crash");
            assertThat(left(node)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 20, 60})
    void aStackWhoseUpdateIsKilledIsWhatItWasOrWhatWasWanted(int steps, @TempDir Path data)
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
            String status = stacks.await("crash").stackStatusAsString();
            assertThat(status).isIn("UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE");
            String kept = status.equals("UPDATE_COMPLETE") ? "two" : "one";
            assertThat(left(node).stream().filter(name -> name.startsWith("/crash/")))
                    .hasSize(GROUPS)
                    .allMatch(name -> name.startsWith("/crash/" + kept));
            stacks.deleted("crash");
            assertThat(left(node)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30})
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
                            iam.listRoles().roles().stream().map(Role::roleName),
                            lambda.listFunctions().functions().stream()
                                    .map(FunctionConfiguration::functionName),
                            rest.getRestApis().items().stream().map(RestApi::name),
                            http.getApis(r -> {}).items().stream().map(Api::name),
                            logs.describeLogGroupsPaginator().logGroups().stream()
                                    .map(LogGroup::logGroupName))
                    .flatMap(names -> names)
                    .toList();
        }
    }
}
