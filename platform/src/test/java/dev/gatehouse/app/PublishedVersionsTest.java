package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

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

    @Test
    void onlyAnotherCodeIsAnotherVersionAndVersionsStay(@TempDir Path data) {
        try (Node started = LiveNode.start(data);
                LambdaClient lambda = LiveNode.of(started).lambda()) {
            LiveStacks stacks = LiveStacks.of(LiveNode.of(started));
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

    private static List<String> versions(LambdaClient lambda) {
        return lambda.listVersionsByFunction(r -> r.functionName("published")).versions().stream()
                .map(FunctionConfiguration::version)
                .toList();
    }
}
