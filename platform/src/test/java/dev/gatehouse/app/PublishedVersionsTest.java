package dev.gatehouse.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.SnapStartResponse;

/** A function with an AutoPublishAlias gets a version for each code, and its alias follows. */
@Tag("node")
class PublishedVersionsTest {
    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: published
                  InlineCode: "def handler(event, context): return '%s'"
                  Handler: index.handler
                  Runtime: python3.11
                  Timeout: %d
                  AutoPublishAlias: live
            Outputs:
              Alias: {Value: !Ref F.Alias}
            """;

    private static final String RESTORED =
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: restored
                  InlineCode: |
                    import http.client, os
                    from snapshot_restore_py import register_after_restore, register_before_snapshot
                    done = [os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]]
                    register_before_snapshot(done.append, "before")
                    register_after_restore(done.append, "after")
                    def again():
                        api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
                        api.request("GET", "/2018-06-01/runtime/restore/next")
                        done.append(api.getresponse().status)
                    register_after_restore(again)
                    def handler(event, context):
                        return done
                  Handler: index.handler
                  Runtime: python3.12
                  AutoPublishAlias: live
                  SnapStart: {ApplyOn: PublishedVersions}
            """;

    @Test
    void onlyAnotherCodeIsAnotherVersionAndVersionsStay(@TempDir Path data) {
        try (Node started = LiveNode.start(data);
                LambdaClient lambda = LiveNode.of(started).lambda()) {
            LiveStacks stacks = LiveStacks.of(LiveNode.of(started));
            withSnapStartTheyRunTheirHooks(stacks, lambda);
            stacks.created("published", TEMPLATE.formatted("one", 3));
            assertThat(versions(lambda)).containsExactly("$LATEST", "1");
            assertThat(LiveStacks.outputs(stacks.describe("published")).get("Alias"))
                    .endsWith(":function:published:live");

            stacks.updated("published", TEMPLATE.formatted("one", 4));
            assertThat(versions(lambda)).containsExactly("$LATEST", "1");

            stacks.updated("published", TEMPLATE.formatted("two", 4));
            assertThat(versions(lambda)).containsExactly("$LATEST", "1", "2");
            assertThat(
                            lambda.getAlias(r -> r.functionName("published").name("live"))
                                    .functionVersion())
                    .isEqualTo("2");

            stacks.deleted("published");
            assertThat(lambda.listFunctions().functions()).isEmpty();
        }
    }

    private static void withSnapStartTheyRunTheirHooks(LiveStacks stacks, LambdaClient lambda) {
        stacks.created("restored", RESTORED);
        assertThat(lambda.getFunctionConfiguration(r -> r.functionName("restored")).snapStart())
                .isEqualTo(snapStart(SnapStartOptimizationStatus.OFF));
        assertThat(
                        lambda.getFunctionConfiguration(r -> r.functionName("restored:live"))
                                .snapStart())
                .isEqualTo(snapStart(SnapStartOptimizationStatus.ON));
        assertThat(lambda.invoke(r -> r.functionName("restored")).payload().asUtf8String())
                .isEqualTo("[\"on-demand\"]");
        InvokeResponse restored =
                lambda.invoke(r -> r.functionName("restored:live").logType(LogType.TAIL));
        assertThat(restored.payload().asUtf8String())
                .isEqualTo("[\"snap-start\", \"before\", \"after\", 403]");
        assertThat(new String(Base64.getDecoder().decode(restored.logResult()), UTF_8))
                .containsPattern(
                        "\tRestore Duration: [0-9.]+ ms\tBilled Restore Duration: \\d+ ms\t");
        stacks.deleted("restored");
    }

    private static SnapStartResponse snapStart(SnapStartOptimizationStatus status) {
        return SnapStartResponse.builder()
                .applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS)
                .optimizationStatus(status)
                .build();
    }

    private static List<String> versions(LambdaClient lambda) {
        return lambda.listVersionsByFunction(r -> r.functionName("published")).versions().stream()
                .map(FunctionConfiguration::version)
                .toList();
    }
}
