package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.lambda.plan.FunctionResources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sandbox")
class HostileFunctionTest {
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

    private static void python(String name, String code, int memoryMb) {
        node.publish(
                new LambdaNode.Source(name, "python3.11", "app.handler", Map.of("app.py", code)),
                new FunctionResources(memoryMb, 10, 512),
                Map.of("MINE", "only"));
    }

    @Test
    void aFunctionThatTakesTooMuchMemoryIsEndedAndRunsAgain() {
        python(
                "hog",
                """
                def handler(event, context):
                    return len(bytearray(event["mb"] << 20))
                """,
                128);
        InvocationResult result = LambdaNode.await(node.send("hog", "{\"mb\": 400}", true));
        assertThat(result.functionError()).isEqualTo("Unhandled");
        assertThat(result.payload().toString())
                .containsAnyOf("Runtime.OutOfMemory", "Runtime.ExitError", "MemoryError");
        if (result.payload().toString().contains("Runtime.OutOfMemory")) {
            assertThat(String.valueOf(result.logTail()))
                    .containsPattern("Max Memory Used: 1[0-9][0-9] MB");
        }
        assertThat(node.invoke("hog", "{\"mb\": 1}").payload().toString()).isEqualTo("1048576");
    }

    @Test
    void aFunctionSeesItsOwnVariablesAndNoneOfTheNodes() {
        python(
                "variables",
                """
                import os
                def handler(event, context):
                    return sorted(os.environ)
                """,
                128);
        List<?> names = node.invoke("variables", "{}").payload().toJsonArray().getList();
        assertThat(names.stream().map(String::valueOf))
                .contains(
                        "MINE",
                        "AWS_ACCESS_KEY_ID",
                        "AWS_SESSION_TOKEN",
                        "AWS_REGION",
                        "AWS_EXECUTION_ENV",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "LAMBDA_TASK_ROOT",
                        "_HANDLER")
                .doesNotContain("HOME", "USER", "JAVA_HOME", "MAVEN_OPTS");
    }

    @Test
    void aWriterThatNeverStopsNeitherHangsNorFillsMemory() {
        python(
                "noisy",
                """
                def handler(event, context):
                    line = "x" * 99
                    for _ in range(300000):
                        print(line)
                    return "done"
                """,
                256);
        InvocationResult result = node.invoke("noisy", "{}");
        assertThat(result.payload().toString()).containsAnyOf("\"done\"", "Sandbox.Timedout");
    }
}
