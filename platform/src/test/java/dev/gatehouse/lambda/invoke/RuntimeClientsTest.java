package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("sandbox")
class RuntimeClientsTest {
    private static final FunctionResources ROOMY = new FunctionResources(512, 10, 512);

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

    private static LambdaNode.Source javascript(String name, String runtime, String code) {
        return new LambdaNode.Source(name, runtime, "index.handler", Map.of("index.mjs", code));
    }

    @Test
    void nodeAnswers() {
        node.publish(
                javascript(
                        "node",
                        "nodejs20.x",
                        "export const handler = async (e, c) => ({hello: e.name, id:"
                                + " c.awsRequestId});"));
        for (int i = 0; i < 20; i++) {
            InvocationResult result = node.invoke("node", "{\"name\":\"wörld\"}");
            assertThat(result.payload().toString()).startsWith("{\"hello\":\"wörld\",\"id\":\"");
        }
    }

    @Test
    void nodeOfNewVersionsAnswers() {
        node.publish(
                javascript("node24", "nodejs24.x", "export const handler = async (e) => e.name;"));
        assertThat(node.invoke("node24", "{\"name\":\"x\"}").payload().toString())
                .isEqualTo("\"x\"");
    }

    @Test
    void nodeReportsErrorsAndItsLog() {
        node.publish(
                javascript(
                        "nodeerror",
                        "nodejs20.x",
                        "export const handler = async () => { console.log('one\\n"
                                + "two'); throw new TypeError('bad'); };"));
        InvocationResult result = LambdaNode.await(node.send("nodeerror", "{}", true));
        assertThat(result.functionError()).isEqualTo("Unhandled");
        assertThat(result.payload().toJsonObject().getString("errorType")).isEqualTo("TypeError");
        assertThat(result.payload().toJsonObject().getString("errorMessage")).isEqualTo("bad");
        assertThat(Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8))
                .contains("Invoke Error");
    }

    @Test
    void nodeTakesLargePayloads() {
        node.publish(
                javascript(
                        "nodelarge",
                        "nodejs20.x",
                        "export const handler = async (e) => ({length: e.text.length, text:"
                                + " e.text});"));
        String text = "y".repeat(5 * 1024 * 1024);
        InvocationResult result = node.invoke("nodelarge", "{\"text\":\"" + text + "\"}");
        assertThat(result.payload().length()).isGreaterThan(text.length());
    }

    @Test
    void nodeCallbacksThatNeverComeEndInNull() {
        node.publish(
                new LambdaNode.Source(
                        "nodenever",
                        "nodejs20.x",
                        "index.handler",
                        Map.of("index.js", "exports.handler = (e, c, callback) => {};")));
        assertThat(node.invoke("nodenever", "{}").payload().toString()).isEqualTo("null");
    }

    @Test
    void javaAnswers() throws IOException {
        node.publish(java("java"), OptionalInt.empty());
        assertThat(node.invoke("java", "{\"name\":\"duke\"}").payload().toString())
                .startsWith("\"hello duke");
    }

    /** What every start loads is archived by a run without a function when the JDK is first met. */
    @Test
    void javaStartsFromArchivedClassesAndSaysNothingOfIt() {
        Eventually.value(RuntimeClientsTest::anotherStart, "\"hello duke true\""::equals);
        assertThat(node.log("archived"))
                .allMatch(line -> line.matches("(?s)(INIT_START|START|END|REPORT) .*"));
    }

    private static String anotherStart() throws IOException {
        node.publish(java("archived"), OptionalInt.empty());
        return node.invoke("archived", "{\"name\":\"duke\"}").payload().toString();
    }

    private static FunctionVersion java(String name) throws IOException {
        Path source = folder.resolve("source/ex/Hello.java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
                """
                package ex;
                import java.nio.file.Files;
                import java.nio.file.Path;
                public class Hello {
                    public String handle(java.util.Map<String, Object> event) throws Exception {
                        String mapped = Files.readString(Path.of("/proc/self/maps"));
                        return "hello " + event.get("name") + " " + mapped.contains("/classes.jsa");
                    }
                }
                """);
        LambdaNode.Source java =
                new LambdaNode.Source(name, "java17", "ex.Hello::handle", Map.of("ex/.keep", ""));
        FunctionVersion version = node.version(java, ROOMY, Map.of());
        String classes = version.code().root().toString();
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", "-d", classes, source.toString());
        assertThat(compiled).isZero();
        return version;
    }

    @Test
    void aPackageMayBringItsOwnRuntime() {
        node.publish(
                new LambdaNode.Source(
                        "shell",
                        "provided.al2023",
                        "function.handler",
                        Map.of(
                                "bootstrap",
                                """
                                #!/bin/sh
                                api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
                                while true; do
                                  head=$(mktemp)
                                  event=$(curl -sS -D "$head" "$api/next")
                                  id=$(grep -i '^lambda-runtime-aws-request-id:' "$head" | tr -d '\\r' | cut -d' ' -f2)
                                  curl -sS -o /dev/null -d "{\\"got\\": $event}" "$api/$id/response"
                                done
                                """)));
        assertThat(node.invoke("shell", "[1]").payload().toString()).isEqualTo("{\"got\": [1]}");
        assertThat(node.invoke("shell", "2").payload().toString()).isEqualTo("{\"got\": 2}");
    }

    @Test
    void aMissingProgramIsNamed() {
        node.publish(new LambdaNode.Source("empty", "provided.al2", "x", Map.of("other", "")));
        InvocationResult result = node.invoke("empty", "{}");
        assertThat(result.payload().toString()).contains("Runtime.InvalidEntrypoint");
        assertThat(result.payload().toJsonObject().getString("errorMessage"))
                .contains("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
    }

    @Test
    void nodeFindsTheSdkFromModulesAndScripts() {
        node.publish(
                new LambdaNode.Source(
                        "nodesdk",
                        "nodejs20.x",
                        "index.handler",
                        Map.of(
                                "index.js",
                                "const {S3Client} = require('@aws-sdk/client-s3'); exports.handler"
                                        + " = async () => typeof S3Client;")));
        assertThat(node.invoke("nodesdk", "{}").payload().toString()).isEqualTo("\"function\"");
    }

    @Test
    void nodeModulesImportTheSdkToo() {
        node.publish(
                javascript(
                        "nodeesm",
                        "nodejs20.x",
                        "import {DynamoDBClient} from '@aws-sdk/client-dynamodb';\n"
                                + "export const handler = async () => typeof DynamoDBClient;"));
        assertThat(node.invoke("nodeesm", "{}").payload().toString()).isEqualTo("\"function\"");
    }

    @Test
    void nodeModulesImportTheSdkAlsoWhereSandboxesHaveNoViewOfTheirOwn(@TempDir Path other) {
        try (LambdaNode plain = plain(other)) {
            plain.publish(
                    javascript(
                            "plainesm",
                            "nodejs20.x",
                            "import {STSClient} from '@aws-sdk/client-sts';\n"
                                + "const none = await import('no-such').catch((e) => e.code);\n"
                                + "export const handler = async () => typeof STSClient + none;"));
            assertThat(plain.invoke("plainesm", "{}").payload().toString())
                    .isEqualTo("\"functionERR_MODULE_NOT_FOUND\"");
        }
    }

    @Test
    void plainProcessesStartOnceAndInTheirCode(@TempDir Path other) {
        try (LambdaNode plain = plain(other)) {
            for (String name : List.of("one", "two", "three")) {
                plain.publish(
                        new LambdaNode.Source(
                                name,
                                "python3.11",
                                "app.handler",
                                Map.of(
                                        "app.py",
                                        "def handler(e, c): return open('name').read()\n",
                                        "name",
                                        name)));
                assertThat(plain.invoke(name, "{}").payload().toString())
                        .isEqualTo("\"" + name + "\"");
                assertThat(plain.log(name)).noneMatch(line -> line.contains("Error"));
            }
        }
    }

    private static LambdaNode plain(Path folder) {
        SandboxSettings settings =
                new SandboxSettings(
                        folder.resolve("sandboxes"),
                        0,
                        Optional.of(SandboxLevel.PROCESS),
                        true,
                        true);
        return new LambdaNode(folder, LevelChoice.start(settings), ScheduleSettings.defaults());
    }

    @Test
    void nodeThatExitsIsStartedAgain() {
        node.publish(
                javascript(
                        "nodeexits",
                        "nodejs20.x",
                        "export const handler = async (e) => { if (e.exit) process.exit(7); return"
                                + " 1; };"));
        assertThat(node.invoke("nodeexits", "{\"exit\":true}").payload().toString())
                .contains("Runtime exited with error: exit status 7");
        assertThat(node.invoke("nodeexits", "{}").payload().toString()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "python3.11 | app.py   | def other(e, c): pass   | Runtime.HandlerNotFound",
                "python3.11 | app.py   | def handler(            | Runtime.UserCodeSyntaxError",
                "nodejs20.x | app.js   | require('no-such')      | Runtime.ImportModuleError",
                "nodejs20.x | app.js   | exports.other = 1       | Runtime.HandlerNotFound",
                "nodejs20.x | app.js   | exports.handler = (     | Runtime.UserCodeSyntaxError",
            })
    void codeThatCannotBeLoadedIsSaidInTheLogAndNothingElse(
            String runtime, String file, String code, String type) {
        String name = runtime.replace('.', '-') + type.replace('.', '-');
        node.publish(new LambdaNode.Source(name, runtime, "app.handler", Map.of(file, code)));
        InvocationResult result = LambdaNode.await(node.send(name, "{}", true));
        assertThat(result.payload().toJsonObject().getString("errorType")).isEqualTo(type);
        assertThat(Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8))
                .contains(type)
                .doesNotContain("RemoteDisconnected", "ECONNRESET", "EPIPE");
    }

    @Test
    void theMemoryOfANodeProcessIsAllOfIt() {
        node.publish(
                javascript("nodememory", "nodejs20.x", "export const handler = async () => 1;"));
        String tail =
                String.valueOf(LambdaNode.await(node.send("nodememory", "1", true)).logTail());
        String used = tail.replaceFirst("(?s).*Max Memory Used: (\\d+) MB.*", "$1");
        assertThat(Integer.parseInt(used)).isBetween(30, 250);
    }
}
