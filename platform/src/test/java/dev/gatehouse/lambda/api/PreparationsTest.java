package dev.gatehouse.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.code.PackagePreparation;
import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Packages are prepared behind the response, one after the other. */
@Tag("sandbox")
class PreparationsTest {
    private static final int FUNCTIONS = 5;

    @TempDir private Path folder;

    @Test
    void aNodeThatStopsWaitsForTheOneUnderWayAndNoMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger prepared = new AtomicInteger();
        PackagePreparation slow =
                (tree, runtime) -> {
                    prepared.incrementAndGet();
                    begun.countDown();
                    await(go);
                };
        try (LambdaNode node = new LambdaNode(folder, slow);
                LambdaClient client = node.client()) {
            for (int i = 0; i < FUNCTIONS; i++) {
                create(client, "f" + i);
            }
            begun.await();
            Thread stopping = Thread.ofPlatform().start(node.lambda()::close);
            Eventually.holds(() -> stopping.getState() == Thread.State.TIMED_WAITING);
            go.countDown();
            stopping.join();
        }
        assertThat(prepared).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void create(LambdaClient client, String name) {
        byte[] code = Zips.of("app.py", "def handler(e, c): return '" + name + "'");
        client.createFunction(
                r ->
                        r.functionName(name)
                                .runtime("python3.13")
                                .handler("app.handler")
                                .role(LambdaNode.ROLE)
                                .code(c -> c.zipFile(SdkBytes.fromByteArray(code))));
    }
}
