package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.PythonClient;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Python functions do, whatever carries their events. */
@Tag("sandbox")
@ParameterizedClass
@EnumSource
class PythonFunctionTest {
    private static @Nullable LambdaNode started;

    private final LambdaNode node = Objects.requireNonNull(started);

    PythonFunctionTest(PythonClient client) {
        assertThat(client).isNotNull();
    }

    @BeforeParameterizedClassInvocation
    static void start(PythonClient client, @TempDir Path folder) {
        started = LambdaNode.start(folder, client);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Objects.requireNonNull(started).close();
    }

    private static LambdaNode.Source python(String name, String code) {
        return new LambdaNode.Source(name, "python3.11", "app.handler", Map.of("app.py", code));
    }

    @Test
    void answersAnEvent() {
        node.publish(
                python(
                        "hello",
                        """
                        def handler(event, context):
                            return {"hello": event["name"], "id": context.aws_request_id}
                        """));
        InvocationResult result = node.invoke("hello", "{\"name\": \"world\"}");
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.functionError()).isNull();
        assertThat(result.payload().toString()).startsWith("{\"hello\": \"world\"");
        assertThat(result.executedVersion()).isEqualTo("$LATEST");
    }

    /** Its client is the last of an older kind. */
    @Test
    void python38Answers() {
        node.publish(
                new LambdaNode.Source(
                        "old",
                        "python3.8",
                        "app.handler",
                        Map.of("app.py", "def handler(event, context): return event\n")));
        assertThat(node.invoke("old", "[1]").payload().toString()).isEqualTo("[1]");
    }

    /** From 3.12 on AWS's client polls on a thread of its own. */
    @Test
    void python312AnswersWithWhatItsEventHas() {
        node.publish(
                new LambdaNode.Source(
                        "newer",
                        "python3.12",
                        "app.handler",
                        Map.of(
                                "app.py",
                                """
                                import threading
                                def handler(event, context):
                                    if "fail" in event:
                                        raise KeyError(event["fail"])
                                    main = threading.current_thread() is threading.main_thread()
                                    return [event["name"], main, context.get_remaining_time_in_millis() > 1]
                                """)));
        for (int call = 0; call < 3; call++) {
            assertThat(node.invoke("newer", "{\"name\": \"wörld\"}").payload().toJsonArray())
                    .containsExactly("wörld", true, true);
            assertThat(node.invoke("newer", "{\"fail\": \"ö\"}").payload().toJsonObject())
                    .contains(Map.entry("errorType", "KeyError"))
                    .contains(Map.entry("errorMessage", "'ö'"));
        }
    }

    @Test
    void reportsAnErrorOfTheHandler() {
        node.publish(
                python(
                        "raises",
                        """
                        def handler(event, context):
                            raise ValueError("no such thing")
                        """));
        InvocationResult result = node.invoke("raises", "{}");
        assertThat(result.functionError()).isEqualTo("Unhandled");
        assertThat(result.payload().toJsonObject().getString("errorMessage"))
                .isEqualTo("no such thing");
        assertThat(result.payload().toJsonObject().getString("errorType")).isEqualTo("ValueError");
    }

    @Test
    void saysHowAFunctionExited() {
        node.publish(
                python(
                        "exits",
                        """
                        import sys
                        def handler(event, context):
                            sys.exit(event["code"])
                        """));
        InvocationResult result = node.invoke("exits", "{\"code\": 3}");
        assertThat(result.functionError()).isEqualTo("Unhandled");
        assertThat(result.payload().toJsonObject().getString("errorType"))
                .isEqualTo("Runtime.ExitError");
        assertThat(result.payload().toJsonObject().getString("errorMessage"))
                .endsWith("Error: Runtime exited with error: exit status 3");
    }

    @Test
    void endsAFunctionThatTakesTooLongAndKeepsItsFiles() {
        node.publish(
                python(
                        "slow",
                        """
                        import os, tempfile, time
                        def handler(event, context):
                            path = os.path.join(tempfile.gettempdir(), "kept")
                            if os.path.exists(path):
                                return "kept"
                            open(path, "w").close()
                            time.sleep(60)
                        """),
                new FunctionResources(128, 1, 512),
                Map.of());
        InvocationResult result = node.invoke("slow", "{}");
        assertThat(result.payload().toJsonObject().getString("errorType"))
                .isEqualTo("Sandbox.Timedout");
        assertThat(result.payload().toJsonObject().getString("errorMessage"))
                .endsWith("Error: Task timed out after 1.00 seconds");
        // On a slow machine a further one may run out of its second before it looks.
        Eventually.holds(() -> node.invoke("slow", "{}").payload().toString().equals("\"kept\""));
    }

    @Test
    void repeatsAFailedInitPhaseInTheInvocation() {
        node.publish(python("broken", "import nothing_of_that_name\n"));
        InvocationResult result = LambdaNode.await(node.send("broken", "{}", true));
        assertThat(result.functionError()).isEqualTo("Unhandled");
        assertThat(result.payload().toJsonObject().getString("errorType"))
                .isEqualTo("Runtime.ImportModuleError");
        assertThat(node.log("broken").stream().filter(line -> line.startsWith("INIT_REPORT")))
                .hasSize(2)
                .anyMatch(line -> line.contains("Phase: init\tStatus: error"))
                .anyMatch(line -> line.contains("Phase: invoke\tStatus: error"));
    }

    @Test
    void usesOneEnvironmentForEventsOneAfterTheOther() {
        node.publish(python("reused", "def handler(e, c): return c.log_stream_name\n"));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            seen.add(node.invoke("reused", "{}").payload().toString());
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void usesAnEnvironmentOfItsOwnForEachEventAtTheSameTime() throws IOException {
        FunctionVersion version =
                node.version(
                        python(
                                "parallel",
                                """
                                import os, time
                                def handler(event, context):
                                    print("came", flush=True)
                                    while not os.path.exists("/var/task/released"):
                                        time.sleep(0.01)
                                    return context.log_stream_name
                                """),
                        new FunctionResources(256, 300, 512),
                        Map.of());
        node.publish(version, OptionalInt.empty());
        List<Future<InvocationResult>> sent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sent.add(node.send("parallel", "{}", false));
        }
        Eventually.asserted(
                () -> assertThat(node.log("parallel")).filteredOn("came\n"::equals).hasSize(6));
        Files.createFile(version.code().root().resolve("released"));
        Set<String> seen = new HashSet<>();
        sent.forEach(one -> seen.add(LambdaNode.await(one).payload().toString()));
        assertThat(seen).hasSize(6);
    }

    @Test
    void aModuleThatCannotBeImportedIsSaidOnceAndNothingElse() {
        node.publish(
                python("unimportable", "import nothing_of_that_name\ndef handler(e, c): pass\n"));
        InvocationResult result = LambdaNode.await(node.send("unimportable", "{}", true));
        assertThat(result.payload().toString()).contains("Runtime.ImportModuleError");
        String tail = Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8);
        assertThat(tail)
                .containsOnlyOnce(
                        "[ERROR] Runtime.ImportModuleError: Unable to import module 'app'")
                .doesNotContain("RemoteDisconnected", "ECONNRESET");
    }

    @Test
    void aTimeOutIsBilledWithItsLimitAndToldInMilliseconds() {
        node.publish(
                python("late", "import time\ndef handler(e, c): time.sleep(60)\n"),
                new FunctionResources(256, 1, 512),
                Map.of());
        InvocationResult result = LambdaNode.await(node.send("late", "{}", true));
        String tail = Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8);
        assertThat(tail)
                .contains("\tDuration: 1000.00 ms\t")
                .containsPattern("\\.\\d{3}Z [0-9a-f-]{36} Task timed out after 1.00 seconds");
    }

    @Test
    void aFunctionHasTheVariablesOfAws() {
        node.publish(
                python(
                        "variables",
                        """
                        import os
                        def handler(event, context):
                            names = ("PATH", "PYTHONPATH", "PWD", "SHLVL", "AWS_LAMBDA_LOG_FORMAT")
                            return [os.environ.get(name) for name in names]
                        """));
        assertThat(node.invoke("variables", "{}").payload().toJsonArray().getList())
                .containsExactly(
                        "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
                        "/var/runtime",
                        "/var/task",
                        "0",
                        null);
    }

    @Test
    void aMissingExecWrapperIsAnExitOfTheRuntime() {
        node.publish(
                python("wrapped", "def handler(e, c): return 1\n"),
                new FunctionResources(256, 10, 512),
                Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/missing"));
        assertThat(node.invoke("wrapped", "{}").payload().toString())
                .contains("Runtime.ExitError", "exit status 127");
    }

    @Test
    void reportsThePeakOfTheEnvironmentsMemory() {
        node.publish(
                python(
                        "peak",
                        """
                        def handler(event, context):
                            return len(bytearray(event << 20))
                        """));
        assertThat(used("peak", "1")).isGreaterThan(10);
        assertThat(used("peak", "120")).isBetween(120, 180);
    }

    /** Megabytes, as REPORT says. */
    private int used(String name, String event) {
        String log = String.valueOf(LambdaNode.await(node.send(name, event, true)).logTail());
        return Integer.parseInt(log.replaceFirst("(?s).*Max Memory Used: (\\d+) MB.*", "$1"));
    }

    @Test
    void givesTheTailOfTheLog() {
        node.publish(
                python("talks", "def handler(e, c):\n  print('said this')\n  print('and that')\n"));
        InvocationResult result = LambdaNode.await(node.send("talks", "{}", true));
        String tail = Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8);
        assertThat(tail.lines().map(line -> line.split("[: ]")[0]))
                .containsExactly("START", "said", "and", "END", "REPORT");
        assertThat(tail).contains("Init Duration: ");
        assertThat(node.log("talks").getFirst())
                .startsWith(
                        "INIT_START Runtime Version: python:3.11.v1\tRuntime Version ARN:"
                                + " arn:aws:lambda:");
    }

    @Test
    void anUpdateEndsTheEnvironmentsOfTheFormerCode() {
        node.publish(python("updated", "def handler(e, c): return 'old'\n"));
        assertThat(node.invoke("updated", "{}").payload().toString()).isEqualTo("\"old\"");
        node.publish(python("updated", "def handler(e, c): return 'new'\n"));
        assertThat(node.invoke("updated", "{}").payload().toString()).isEqualTo("\"new\"");
    }

    @Test
    void rejectsAnAnswerThatIsTooLong() {
        node.publish(python("long", "def handler(e, c): return 'x' * e['size']\n"));
        int limit = 6 * 1024 * 1024 + 100;
        InvocationResult fits = node.invoke("long", "{\"size\": " + (limit - 2) + "}");
        assertThat(fits.functionError()).isNull();
        InvocationResult result = node.invoke("long", "{\"size\": " + limit + "}");
        assertThat(result.payload().toJsonObject().getString("errorType"))
                .isEqualTo("Function.ResponseSizeTooLarge");
        assertThat(result.payload().toJsonObject().getString("errorMessage"))
                .isEqualTo(
                        "Response payload size exceeded maximum allowed payload size (6291556"
                                + " bytes).");
    }

    @Test
    void functionsFindBoto3() {
        node.publish(
                python(
                        "boto",
                        """
                        import boto3, subprocess, sys
                        def handler(e, c):
                            code = "import boto3; print(boto3.__version__, end='')"
                            child = subprocess.check_output([sys.executable, "-c", code], text=True)
                            return [boto3.__version__.split(".")[0], child == boto3.__version__]
                        """));
        assertThat(node.invoke("boto", "{}").payload()).hasToString("[\"1\", true]");
    }
}
