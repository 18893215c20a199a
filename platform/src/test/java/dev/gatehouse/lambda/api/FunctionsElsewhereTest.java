package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.store.sql.TwoNodes;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What one node changes of functions is in force on another on the same store. */
@Tag("node")
@Timeout(300)
class FunctionsElsewhereTest {
    private static final Arn FUNCTION =
            Arn.parse("arn:aws:lambda:us-east-1:000000000000:function:shared").orElseThrow();

    @Test
    void aFunctionIsInForceOnEveryNode(@TempDir Path folder) throws Exception {
        try (TwoNodes nodes = TwoNodes.open();
                LambdaNode here = LambdaNode.on(nodes.writer(), folder.resolve("here"));
                LambdaNode there = LambdaNode.on(nodes.reader(), folder.resolve("there"));
                LambdaClient client = here.client()) {
            SdkBytes code = SdkBytes.fromByteArray(Zips.of("index.py", "x = 1"));
            client.createFunction(
                    r ->
                            r.functionName("shared")
                                    .role(LambdaNode.ROLE)
                                    .runtime("python3.12")
                                    .handler("index.handler")
                                    .code(c -> c.zipFile(code)));
            Eventually.holds(() -> there.catalog().find(FUNCTION).isPresent());
            LambdaNode.ready(client, "shared");

            client.createAlias(
                    r -> r.functionName("shared").name("live").functionVersion("$LATEST"));
            assertThat(here.catalog().find(FUNCTION).orElseThrow().aliases())
                    .as("before the response")
                    .containsKey("live");
            Eventually.holds(
                    () ->
                            there.catalog()
                                    .find(FUNCTION)
                                    .orElseThrow()
                                    .aliases()
                                    .containsKey("live"));

            client.deleteFunction(r -> r.functionName("shared"));
            Eventually.holds(() -> there.catalog().find(FUNCTION).isEmpty());
        }
    }
}
