package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.lambda.plan.EventHandling;
import dev.gatehouse.lambda.plan.FunctionAlias;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.ProvisionedState;
import dev.gatehouse.lambda.schedule.ProvisionedUse;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Environments that are there before anybody calls. Source: AWS Lambda developer guide,
 * "Configuring provisioned concurrency for a function".
 */
@Tag("sandbox")
final class ProvisionedConcurrencyTest {
    private static final String CODE =
            """
            import os, time
            print("loaded", flush=True)
            def handler(event, context):
                if event.get("exit"):
                    os._exit(1)
                while event.get("hold") and not os.path.exists("/var/task/released"):
                    time.sleep(0.01)
                return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
            """;

    /** An event that keeps its environment busy until {@link #release}. */
    private static final String HOLD = "{\"hold\": true}";

    @TempDir static Path folder;
    static LambdaNode node;

    @BeforeAll
    static void start() {
        node = LambdaNode.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static FunctionVersion version(String name, String code) {
        return node.version(
                new LambdaNode.Source(name, "python3.11", "app.handler", Map.of("app.py", code)),
                new FunctionResources(256, 300, 512),
                Map.of());
    }

    private static void publish(FunctionVersion version, int provisioned) {
        node.catalog.publish(
                new FunctionPlan(
                        version.function(),
                        Map.of(version.version(), version),
                        Map.of(),
                        Map.of(),
                        provisioned == 0 ? Map.of() : Map.of(version.version(), provisioned),
                        OptionalInt.empty(),
                        List.of(),
                        EventHandling.DEFAULT));
    }

    private static ProvisionedState state(FunctionVersion version) {
        return node.catalog.provisioned(version.function(), version.version());
    }

    /** Lets the events go that are {@link #HOLD}: a function's code is this machine's folder. */
    private static void release(FunctionVersion version) throws IOException {
        Files.createFile(version.code().root().resolve("released"));
    }

    private static void awaitAvailable(FunctionVersion version, int available) {
        Eventually.asserted(() -> assertThat(state(version).available()).isEqualTo(available));
    }

    @Test
    void environmentsAreReadyBeforeTheFirstEventAndWhatIsMoreSpillsOver() throws IOException {
        FunctionVersion version = version("ready", CODE);
        publish(version, 2);
        awaitAvailable(version, 2);
        // What a function prints comes by a pipe, and may come after it has asked for its first
        // event.
        Eventually.asserted(
                () -> assertThat(node.log("ready")).filteredOn("loaded\n"::equals).hasSize(2));
        List<Future<InvocationResult>> held =
                List.of(node.send("ready", HOLD, false), node.send("ready", HOLD, false));
        assertThat(node.invoke("ready", "{}").payload().toString()).isEqualTo("\"on-demand\"");
        release(version);
        assertThat(held)
                .extracting(each -> LambdaNode.await(each).payload().toString())
                .containsOnly("\"provisioned-concurrency\"");
        publish(version, 0);
        awaitAvailable(version, 0);
    }

    @Test
    void thoseOfAnAliasTakeTheEventsOfTheAliasAlone() throws IOException {
        FunctionVersion version = version("aliased", CODE);
        node.catalog.publish(
                new FunctionPlan(
                        version.function(),
                        Map.of(version.version(), version),
                        Map.of("live", new FunctionAlias(version.version(), Map.of())),
                        Map.of(),
                        Map.of("live", 1),
                        OptionalInt.empty(),
                        List.of(),
                        EventHandling.DEFAULT));
        Eventually.asserted(
                () ->
                        assertThat(node.catalog.provisioned(version.function(), "live"))
                                .isEqualTo(new ProvisionedState(1, 1, false)));
        assertThat(node.invoke("aliased", "{}").payload().toString()).isEqualTo("\"on-demand\"");
        assertThat(node.invoke("aliased:live", "{}").payload().toString())
                .isEqualTo("\"provisioned-concurrency\"");
        Future<InvocationResult> held = node.send("aliased:live", HOLD, false);
        assertThat(node.invoke("aliased:live", "{}").payload().toString())
                .isEqualTo("\"on-demand\"");
        release(version);
        assertThat(LambdaNode.await(held).payload().toString())
                .isEqualTo("\"provisioned-concurrency\"");
        List<ProvisionedUse> uses = new ArrayList<>();
        node.environments.provisionedUses(uses::add);
        assertThat(uses)
                .filteredOn(use -> use.function().equals(version.function()))
                .containsExactly(new ProvisionedUse(version.function(), "live", 1, 1, 2, 1));
    }

    @Test
    void oneThatEndsIsReplaced() {
        FunctionVersion version = version("replaced", CODE);
        publish(version, 1);
        awaitAvailable(version, 1);
        node.invoke("replaced", "{\"exit\": true}");
        assertThat(node.invoke("replaced", "{}").payload().toString())
                .isEqualTo("\"provisioned-concurrency\"");
        awaitAvailable(version, 1);
    }

    @Test
    void aFunctionThatDoesNotStartFails() {
        FunctionVersion version = version("broken", "raise Exception('no')");
        publish(version, 1);
        Eventually.asserted(() -> assertThat(state(version).failed()).isTrue());
        assertThat(state(version).available()).isZero();
    }
}
