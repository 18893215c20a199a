package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.function.LogSink;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a function's log holds, in which order, and that LogResult has the same. */
@Tag("sandbox")
class FunctionLogTest {
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

    private static LambdaNode.Source python(String name, String code) {
        return new LambdaNode.Source(name, "python3.11", "app.handler", Map.of("app.py", code));
    }

    private static String tail(LambdaNode where, String name) {
        InvocationResult result = LambdaNode.await(where.send(name, "{}", true));
        return Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8);
    }

    /** The messages of the last event, as a reader of the log group sees them: by time. */
    private static List<String> read(LambdaNode where, String name) {
        List<String> all =
                where.logged(name).stream()
                        .sorted(Comparator.comparingLong(LogSink.LogEvent::timestampMillis))
                        .map(LogSink.LogEvent::message)
                        .toList();
        int start = all.size() - 1;
        while (start > 0 && !all.get(start).startsWith("START ")) {
            start--;
        }
        return all.subList(start, all.size());
    }

    @ParameterizedTest
    @EnumSource(value = SandboxLevel.class, mode = Mode.EXCLUDE, names = "NAMESPACES_USER")
    void linesAndRecordsAreInTheOrderOfTheProgram(SandboxLevel level, @TempDir Path own) {
        String code =
                """
                import logging, sys
                def handler(event, context):
                    print('1')
                    logging.warning('2')
                    print('3', file=sys.stderr)
                    print()
                    logging.warning('4 of two\\nlines')
                    raise ValueError('5')
                """;
        SandboxSettings settings =
                new SandboxSettings(own.resolve("s"), 0, Optional.of(level), true, true);
        try (LambdaNode other =
                new LambdaNode(own, LevelChoice.start(settings), ScheduleSettings.defaults())) {
            other.publish(python("ordered", code));
            for (int i = 0; i < 3; i++) {
                String tail = tail(other, "ordered");
                List<String> log = read(other, "ordered");
                assertThat(log).hasSize(9);
                assertThat(log.get(1)).isEqualTo("1\n");
                assertThat(log.get(2)).startsWith("[WARNING]\t").endsWith("\t2\n");
                assertThat(log.subList(3, 5)).containsExactly("3\n", "\n");
                assertThat(log.get(5)).endsWith("\t4 of two\nlines\n");
                assertThat(log.get(6)).startsWith("[ERROR] ValueError: 5\nTraceback ");
                assertThat(log.get(7)).startsWith("END RequestId: ");
                assertThat(log.get(8)).startsWith("REPORT RequestId: ").endsWith("\n");
                assertThat(tail).isEqualTo(joined(log));
            }
        }
    }

    private static String joined(List<String> log) {
        StringBuilder all = new StringBuilder();
        log.forEach(message -> all.append(message).append(message.endsWith("\n") ? "" : "\n"));
        return all.toString();
    }

    @Test
    void nodesConsoleAndItsOutputsAreInOrder() {
        node.publish(
                new LambdaNode.Source(
                        "console",
                        "nodejs20.x",
                        "index.handler",
                        Map.of(
                                "index.mjs",
                                """
                                export const handler = async () => {
                                  process.stdout.write('1\\n');
                                  console.log('2');
                                  process.stderr.write('3\\n');
                                  console.error('4\\nof two lines');
                                };
                                """)));
        String tail = tail(node, "console");
        List<String> log = read(node, "console");
        assertThat(log).hasSize(7);
        assertThat(log.get(1)).isEqualTo("1\n");
        assertThat(log.get(2)).endsWith("\tINFO\t2\n");
        assertThat(log.get(3)).isEqualTo("3\n");
        assertThat(log.get(4)).endsWith("\tERROR\t4\nof two lines\n");
        assertThat(tail).isEqualTo(joined(log));
    }

    private static LambdaNode.Source program(String name, String afterTheResponse) {
        String code =
                """
                #!/usr/bin/python3 -S
                import http.client, os
                api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
                path = '/2018-06-01/runtime/invocation/'
                while True:
                    api.request('GET', path + 'next')
                    event = api.getresponse()
                    event.read()
                    id = event.getheader('Lambda-Runtime-Aws-Request-Id')
                    api.request('POST', path + id + '/response', b'1')
                    api.getresponse().read()
                """;
        return new LambdaNode.Source(
                name,
                "provided.al2023",
                "x",
                Map.of("bootstrap", code + "    " + afterTheResponse + "\n"));
    }

    /** AWS: the invoke phase ends with the runtime's request for its next event. */
    @Test
    void whatIsWrittenAfterTheResponseBelongsToTheEvent() {
        node.publish(program("after", "print('after the response', flush=True)"));
        for (int i = 0; i < 20; i++) {
            String tail = tail(node, "after");
            assertThat(tail.lines().map(line -> line.split(" ")[0]))
                    .containsExactly("START", "after", "END", "REPORT");
        }
    }

    @Test
    void anExitBehindTheResponseIsToldInTheLogAlone() {
        node.publish(program("exits", "print('bye', flush=True); os._exit(3)"));
        assertThat(node.invoke("exits", "{}").payload()).hasToString("1");
        InvocationResult result = LambdaNode.await(node.send("exits", "{}", true));
        assertThat(result.payload()).hasToString("1");
        assertThat(Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "START ",
                        "bye\n",
                        "Error: Runtime exited with error: exit status 3\nRuntime.ExitError\n",
                        "END ",
                        "\tStatus: error\tError Type: Runtime.ExitError\n");
    }

    @Test
    void aRuntimeThatRespondsButNeverAsksAgainTimesOutInTheLogAlone() {
        node.publish(
                program("stays", "import time; time.sleep(60)"),
                new FunctionResources(256, 1, 512),
                Map.of());
        InvocationResult result = LambdaNode.await(node.send("stays", "{}", true));
        assertThat(result.payload()).hasToString("1");
        assertThat(Objects.requireNonNull(result.logTail()).toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "START ",
                        "Task timed out after 1.00 seconds\n\n",
                        "END ",
                        "\tStatus: timeout\n");
    }

    @Test
    void aJavaStackTraceIsOneEventOfItsInvocation() throws IOException {
        Path source = folder.resolve("source/ex/Fails.java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
                """
                package ex;
                public class Fails {
                    public String handle(java.util.Map<String, Object> event) {
                        System.out.println("before");
                        throw new IllegalStateException("bad");
                    }
                }
                """);
        LambdaNode.Source java =
                new LambdaNode.Source("java", "java17", "ex.Fails::handle", Map.of("ex/.k", ""));
        FunctionVersion version = node.version(java, new FunctionResources(512, 60, 512), Map.of());
        String[] arguments = {
            "--release", "17", "-d", version.code().root().toString(), source.toString()
        };
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
        node.publish(version, OptionalInt.empty());
        String tail = tail(node, "java");
        List<String> log = read(node, "java");
        assertThat(log).hasSize(5);
        assertThat(log.get(1)).isEqualTo("before\n");
        assertThat(log.get(2)).contains("bad", "IllegalStateException", "\tat ex.Fails.handle");
        assertThat(log.get(3)).startsWith("END ");
        assertThat(tail).isEqualTo(joined(log));
    }
}
