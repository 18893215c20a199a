package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.InvocationSource;
import dev.gatehouse.function.InvocationType;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.launch.SlotEndpoint;
import dev.gatehouse.lambda.plan.FunctionAlias;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sandbox")
class InvokerRefusalsTest {
    @TempDir static Path folder;
    static LambdaNode node;

    @BeforeAll
    static void start() {
        node = LambdaNode.start(folder);
        publish("ready", FunctionState.ACTIVE, OptionalInt.empty());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void publish(String name, FunctionState state, OptionalInt reserved) {
        FunctionVersion made =
                node.version(
                        new LambdaNode.Source(name, "provided.al2023", "x", Map.of("x", "")),
                        new FunctionResources(128, 3, 512),
                        Map.of());
        node.publish(
                new FunctionVersion(
                        made.function(),
                        made.version(),
                        made.revision(),
                        made.code(),
                        made.launch(),
                        made.resources(),
                        made.logging(),
                        state),
                reserved);
    }

    private static Invocation of(String name, String payload, InvocationType type) {
        return new Invocation(
                LambdaNode.arn(name),
                Buffer.buffer(payload),
                type,
                RequestId.next(),
                InvocationSource.AUTHORIZED,
                InvocationDetails.NONE);
    }

    private static ServiceException refusal(String name, String payload, InvocationType type) {
        return catchThrowableOfType(
                ServiceException.class,
                () -> LambdaNode.await(node.invoker.invoke(of(name, payload, type))));
    }

    @Test
    void anUnknownFunctionIsNamedWithItsQualifier() {
        ServiceException refusal = refusal("nobody:live", "{}", InvocationType.REQUEST_RESPONSE);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
        assertThat(refusal.text())
                .isEqualTo(
                        "Function not found:"
                                + " arn:aws:lambda:us-east-1:000000000000:function:nobody:live");
    }

    @Test
    void anUnknownFunctionWithoutAQualifierIsNamedWithTheLatestVersion() {
        assertThat(refusal("nobody", "{}", InvocationType.REQUEST_RESPONSE).text())
                .isEqualTo(
                        "Function not found:"
                                + " arn:aws:lambda:us-east-1:000000000000:function:nobody:$LATEST");
    }

    @Test
    void aPayloadThatIsNotJsonIsRefused() {
        ServiceException refusal = refusal("ready", "{nope", InvocationType.REQUEST_RESPONSE);
        assertThat(refusal.code()).isEqualTo("InvalidRequestContentException");
        assertThat(refusal.text())
                .startsWith("Could not parse request body into json: ")
                .contains("was expecting double-quote to start field name");
    }

    @Test
    void aJsonTextThatStopsHalfWayIsRefused() {
        assertThat(refusal("ready", "[1, 2", InvocationType.EVENT).status()).isEqualTo(400);
    }

    @Test
    void anEventThatIsTooLongIsRefused() {
        String long6 = '"' + "x".repeat(6 * 1024 * 1024) + '"';
        ServiceException refusal = refusal("ready", long6, InvocationType.REQUEST_RESPONSE);
        assertThat(refusal.status()).isEqualTo(413);
        assertThat(refusal.code()).isEqualTo("RequestEntityTooLargeException");
        assertThat(refusal.text()).startsWith("Request must be smaller than 6291456 bytes");
        String long1 = '"' + "x".repeat(1024 * 1024) + '"';
        assertThat(refusal("ready", long1, InvocationType.EVENT).text())
                .isEqualTo(
                        "1048578 byte payload is too large for the Event invocation type (limit"
                                + " 1048576 bytes)");
    }

    @Test
    void aPendingFunctionIsRefused() {
        publish("pending", FunctionState.PENDING, OptionalInt.empty());
        ServiceException refusal = refusal("pending", "{}", InvocationType.REQUEST_RESPONSE);
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.text())
                .endsWith("The function is currently in the following state: Pending");
    }

    @Test
    void aFunctionWithNothingReservedIsThrottled() {
        publish("stopped", FunctionState.ACTIVE, OptionalInt.of(0));
        ServiceException refusal = refusal("stopped", "{}", InvocationType.REQUEST_RESPONSE);
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.members())
                .containsEntry("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded");
    }

    @Test
    void aServiceWithoutPermissionIsRefused() {
        Invocation call =
                new Invocation(
                        LambdaNode.arn("ready"),
                        Buffer.buffer("{}"),
                        InvocationType.REQUEST_RESPONSE,
                        RequestId.next(),
                        new InvocationSource.ServicePrincipal(
                                "apigateway.amazonaws.com", "arn:aws:x:::y", null),
                        InvocationDetails.NONE);
        ServiceException refusal =
                catchThrowableOfType(
                        ServiceException.class, () -> LambdaNode.await(node.invoker.invoke(call)));
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.code()).isEqualTo("AccessDeniedException");
    }

    @Test
    void aDryRunRunsNothing() {
        InvocationResult result =
                LambdaNode.await(node.invoker.invoke(of("ready", "{}", InvocationType.DRY_RUN)));
        assertThat(result.status()).isEqualTo(204);
        assertThat(node.log("ready")).isEmpty();
    }

    @Test
    void weightedAliasesReachBothVersions() {
        FunctionVersion made =
                node.version(
                        new LambdaNode.Source("split", "provided.al2023", "x", Map.of("x", "")),
                        new FunctionResources(128, 3, 512),
                        Map.of());
        FunctionVersion other =
                new FunctionVersion(
                        made.function(),
                        "2",
                        "r",
                        made.code(),
                        made.launch(),
                        made.resources(),
                        made.logging(),
                        made.state());
        node.catalog.publish(
                new FunctionPlan(
                        made.function(),
                        Map.of(made.version(), made, "2", other),
                        Map.of("live", new FunctionAlias(made.version(), Map.of("2", 0.5))),
                        Map.of(),
                        OptionalInt.empty()));
        assertThat(
                        java.util.stream.IntStream.range(0, 100)
                                .mapToObj(
                                        _ ->
                                                LambdaNode.await(
                                                                node.invoker.invoke(
                                                                        of(
                                                                                "split:live",
                                                                                "{}",
                                                                                InvocationType
                                                                                        .DRY_RUN)))
                                                        .executedVersion()))
                .contains("2", made.version());
    }

    @Test
    void anErrorWhileAnEnvironmentStartsIsAnswered(@TempDir Path elsewhere) {
        SandboxSettings settings =
                new SandboxSettings(
                        elsewhere.resolve("sandboxes"), 1, Optional.empty(), true, true);
        SlotEndpoint broken =
                _ -> {
                    throw new NoClassDefFoundError("org/example/Missing");
                };
        try (LambdaNode node =
                new LambdaNode(
                        elsewhere,
                        LevelChoice.start(settings),
                        ScheduleSettings.defaults(),
                        broken)) {
            node.publish(
                    new LambdaNode.Source("f", "provided.al2023", "x", Map.of("bootstrap", "")));
            ServiceException refusal =
                    catchThrowableOfType(
                            ServiceException.class,
                            () ->
                                    LambdaNode.await(
                                            node.invoker.invoke(
                                                    of(
                                                            "f",
                                                            "{}",
                                                            InvocationType.REQUEST_RESPONSE))));
            assertThat(refusal.status()).isEqualTo(500);
            assertThat(refusal.text()).contains("could not be started");
        }
    }
}
