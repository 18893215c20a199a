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
import dev.gatehouse.lambda.launch.SandboxEndpoint;
import dev.gatehouse.lambda.plan.EventHandling;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sandbox")
class InvokerRejectionsTest {
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

    private static ServiceException rejection(String name, String payload, InvocationType type) {
        return catchThrowableOfType(
                ServiceException.class,
                () -> LambdaNode.await(node.invoker.invoke(of(name, payload, type))));
    }

    @Test
    void anUnknownFunctionIsNamedWithItsQualifier() {
        ServiceException rejection =
                rejection("nobody:live", "{}", InvocationType.REQUEST_RESPONSE);
        assertThat(rejection.status()).isEqualTo(404);
        assertThat(rejection.code()).isEqualTo("ResourceNotFoundException");
        assertThat(rejection.text())
                .isEqualTo(
                        "Function not found:"
                                + " arn:aws:lambda:us-east-1:000000000000:function:nobody:live");
    }

    @Test
    void anUnknownFunctionWithoutAQualifierIsNamedWithTheLatestVersion() {
        assertThat(rejection("nobody", "{}", InvocationType.REQUEST_RESPONSE).text())
                .isEqualTo(
                        "Function not found:"
                                + " arn:aws:lambda:us-east-1:000000000000:function:nobody:$LATEST");
    }

    @Test
    void aPayloadThatIsNotJsonIsRejected() {
        ServiceException rejection = rejection("ready", "{nope", InvocationType.REQUEST_RESPONSE);
        assertThat(rejection.code()).isEqualTo("InvalidRequestContentException");
        assertThat(rejection.text())
                .startsWith("Could not parse request body into json: ")
                .contains("was expecting double-quote to start field name");
    }

    @Test
    void aJsonTextThatStopsHalfWayIsRejected() {
        assertThat(rejection("ready", "[1, 2", InvocationType.EVENT).status()).isEqualTo(400);
    }

    @Test
    void anEventThatIsTooLongIsRejected() {
        String long6 = '"' + "x".repeat(6 * 1024 * 1024) + '"';
        ServiceException rejection = rejection("ready", long6, InvocationType.REQUEST_RESPONSE);
        assertThat(rejection.status()).isEqualTo(413);
        assertThat(rejection.code()).isEqualTo("RequestEntityTooLargeException");
        assertThat(rejection.text()).startsWith("Request must be smaller than 6291456 bytes");
        String long1 = '"' + "x".repeat(1024 * 1024) + '"';
        assertThat(rejection("ready", long1, InvocationType.EVENT).text())
                .isEqualTo(
                        "1048578 byte payload is too large for the Event invocation type (limit"
                                + " 1048576 bytes)");
    }

    @Test
    void aPendingFunctionIsRejected() {
        publish("pending", FunctionState.PENDING, OptionalInt.empty());
        ServiceException rejection = rejection("pending", "{}", InvocationType.REQUEST_RESPONSE);
        assertThat(rejection.status()).isEqualTo(409);
        assertThat(rejection.text())
                .endsWith("The function is currently in the following state: Pending");
    }

    @Test
    void aFunctionWithNothingReservedIsThrottled() {
        publish("stopped", FunctionState.ACTIVE, OptionalInt.of(0));
        ServiceException rejection = rejection("stopped", "{}", InvocationType.REQUEST_RESPONSE);
        assertThat(rejection.status()).isEqualTo(429);
        assertThat(rejection.members())
                .containsEntry("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded");
    }

    @Test
    void aServiceWithoutPermissionIsRejected() {
        Invocation call =
                new Invocation(
                        LambdaNode.arn("ready"),
                        Buffer.buffer("{}"),
                        InvocationType.REQUEST_RESPONSE,
                        RequestId.next(),
                        new InvocationSource.ServicePrincipal(
                                "apigateway.amazonaws.com", "arn:aws:x:::y", null),
                        InvocationDetails.NONE);
        ServiceException rejection =
                catchThrowableOfType(
                        ServiceException.class, () -> LambdaNode.await(node.invoker.invoke(call)));
        assertThat(rejection.status()).isEqualTo(403);
        assertThat(rejection.code()).isEqualTo("AccessDeniedException");
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
                        Map.of(),
                        OptionalInt.empty(),
                        List.of(),
                        EventHandling.DEFAULT));
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
        SandboxEndpoint broken =
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
            ServiceException rejection =
                    catchThrowableOfType(
                            ServiceException.class,
                            () ->
                                    LambdaNode.await(
                                            node.invoker.invoke(
                                                    of(
                                                            "f",
                                                            "{}",
                                                            InvocationType.REQUEST_RESPONSE))));
            assertThat(rejection.status()).isEqualTo(500);
            assertThat(rejection.text()).contains("could not be started");
        }
    }
}
