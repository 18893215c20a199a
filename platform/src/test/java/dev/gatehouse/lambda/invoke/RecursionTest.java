package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A chain of calls that comes through a function again and again. Source: AWS Lambda developer
 * guide, "Use Lambda recursive loop detection to prevent infinite loops".
 */
@Tag("sandbox")
final class RecursionTest {
    private static final String CODE =
            """
            import os
            def handler(event, context):
                return os.environ["_X_AMZN_TRACE_ID"]
            """;

    private static InvocationResult invoke(LambdaNode node, String trace) {
        return LambdaNode.await(
                node.invoker.invoke(
                        new Invocation(
                                LambdaNode.arn("loop"),
                                Buffer.buffer("{}"),
                                InvocationType.REQUEST_RESPONSE,
                                RequestId.next(),
                                InvocationSource.AUTHORIZED,
                                new InvocationDetails(false, null, null, trace))));
    }

    @Test
    void isCountedAndEndsAfterSixteenTimes(@TempDir Path folder) {
        String name = TraceHeader.lineage(LambdaNode.arn("loop"));
        try (LambdaNode node = LambdaNode.start(folder)) {
            node.publish(
                    new LambdaNode.Source(
                            "loop", "python3.11", "app.handler", Map.of("app.py", CODE)));
            String trace = TraceHeader.root(0) + ";Lineage=1:0123abcd:3";
            for (int hop = 0; hop <= 16; hop++) {
                String seen = invoke(node, trace).payload().toString().replace("\"", "");
                assertThat(seen).contains("Lineage=1:0123abcd:3|" + name + ":" + hop);
                trace = seen;
            }
            String last = trace;
            assertThatThrownBy(() -> invoke(node, last))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            rejection ->
                                    assertThat(rejection.code())
                                            .isEqualTo("RecursiveInvocationException"));
        }
    }

    @Test
    void anEventInALoopIsAcceptedAndNeverRun(@TempDir Path folder) {
        String name = TraceHeader.lineage(LambdaNode.arn("loop"));
        try (LambdaNode node = LambdaNode.start(folder)) {
            node.publish(
                    new LambdaNode.Source(
                            "loop", "python3.11", "app.handler", Map.of("app.py", CODE)));
            InvocationDetails looped =
                    new InvocationDetails(false, null, null, "Root=r;Lineage=1:" + name + ":16");
            InvocationResult accepted =
                    LambdaNode.await(
                            node.invoker.invoke(
                                    new Invocation(
                                            LambdaNode.arn("loop"),
                                            Buffer.buffer("{}"),
                                            InvocationType.EVENT,
                                            RequestId.next(),
                                            InvocationSource.AUTHORIZED,
                                            looped)));
            assertThat(accepted.status()).isEqualTo(202);
            Eventually.holds(() -> node.events.dropped() == 1);
            assertThat(node.begun()).isZero();
        }
    }

    @Test
    void aHeaderThatIsNoLineageIsNone() {
        assertThat(TraceHeader.hops("Root=1-a-b", "0123abcd")).isEqualTo(-1);
        assertThat(TraceHeader.hops("Lineage=1:0123abcd:", "0123abcd")).isEqualTo(-1);
        assertThat(TraceHeader.hops("Lineage=1:0123abcd:99999999999", "0123abcd")).isEqualTo(-1);
        assertThat(TraceHeader.complete("Root=x;Parent=p;Sampled=0", "0123abcd", true))
                .isEqualTo("Root=x;Parent=p;Sampled=0;Lineage=1:0123abcd:0");
    }

    /** Recorded from AWS: whoever traces a function sees its events, unless the caller said no. */
    @Test
    void aFunctionThatIsTracedSamplesWhatNobodyDecided() {
        assertThat(TraceHeader.complete("Root=x;Parent=p", "0123abcd", true))
                .isEqualTo("Root=x;Parent=p;Sampled=1;Lineage=1:0123abcd:0");
        assertThat(TraceHeader.complete("Root=x;Parent=p", "0123abcd", false))
                .isEqualTo("Root=x;Parent=p;Sampled=0;Lineage=1:0123abcd:0");
    }
}
