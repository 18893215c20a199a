package dev.gatehouse.cloudformation.operation;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.Endpoints;
import dev.gatehouse.client.NodeServices;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What topics are told of stacks. */
@Tag("node")
final class NoticesTest {
    private static final CallerIdentity ROOT =
            new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT);

    @Test
    void aStackWaitsForNoTopicHoweverManyEventsItHas() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AwsServices services = services(silent.getLocalPort())) {
            Stack stack = Stack.unborn(ROOT, "told", Instant.EPOCH);
            StackEvent event =
                    new StackEvent(
                            "e", "A", "a", "T", "CREATE_COMPLETE", null, Instant.EPOCH, null);
            String topic = "arn:aws:sns:us-east-1:000000000000:told";

            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> {
                        var told =
                                new Notices(services).of(ROOT, stack.id(), List.of(topic), _ -> {});
                        for (int count = 0; count < 20_000; count++) {
                            told.accept(List.of(event));
                        }
                    });
        }
    }

    private static AwsServices services(int port) {
        NodeServices none =
                new NodeServices(
                        () -> {
                            throw new AssertionError("SNS is elsewhere");
                        },
                        () -> "localhost");
        return new AwsServices(
                none,
                Endpoints.of(Map.of("sns", URI.create("http://127.0.0.1:" + port))),
                new AccessKey("test", "test", null),
                Clock.SYSTEM);
    }
}
