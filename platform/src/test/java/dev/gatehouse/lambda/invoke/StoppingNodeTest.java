package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that stops leaves nobody without a response. */
@Tag("sandbox")
final class StoppingNodeTest {
    private static final String SLEEPER =
            """
            #!/usr/bin/python3
            import os, time, urllib.request as http
            http.urlopen("http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
                    + "/2018-06-01/runtime/invocation/next")
            print("working", flush=True)
            time.sleep(600)
            """;

    @TempDir Path folder;

    @Test
    void theEventOfADeletedFunctionIsRejectedAtOnce() throws Exception {
        Future<InvocationResult> running;
        try (LambdaNode node = LambdaNode.start(folder)) {
            node.publish(
                    new LambdaNode.Source(
                            "sleeper", "provided.al2023", "x", Map.of("bootstrap", SLEEPER)),
                    new FunctionResources(256, 600, 512),
                    Map.of());
            running = node.send("sleeper", "{}", false);
            Eventually.holds(() -> node.log("sleeper").contains("working\n"));
            node.remove("sleeper");
        }
        assertThatThrownBy(() -> LambdaNode.await(running))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("being stopped");
    }
}
