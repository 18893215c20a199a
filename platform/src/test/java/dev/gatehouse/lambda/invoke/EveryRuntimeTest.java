package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each runtime id that AWS ever listed either runs here or is rejected by name. Which do: all but
 * .NET's and those of Pythons that AWS's client does not know; Ruby's where a Ruby is installed.
 */
@Tag("sandbox")
class EveryRuntimeTest {
    private static final String BOOTSTRAP =
            """
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
            while true; do
              head=$(mktemp)
              curl -sS -D "$head" -o /dev/null "$api/next"
              id=$(grep -i '^lambda-runtime-aws-request-id:' "$head" | tr -d '\\r' | cut -d' ' -f2)
              curl -sS -o /dev/null -d '"hello"' "$api/$id/response"
            done
            """;

    private static final Map<String, String> FILES =
            Map.of(
                    "app.py",
                    "def handler(event, context): return 'hello'\n",
                    "app.js",
                    "exports.handler = async () => 'hello';\n",
                    "app.rb",
                    "def handler(event:, context:) = 'hello'\n",
                    "bootstrap",
                    BOOTSTRAP);

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

    static Stream<String> ids() {
        return Lambda.MODEL.shapes().stream()
                .filter(shape -> shape.name().equals("Runtime"))
                .flatMap(shape -> shape.constraints().values().stream());
    }

    @ParameterizedTest
    @MethodSource("ids")
    void runsOrIsRejectedByName(String runtime) throws IOException {
        String name = runtime.replace('.', '-');
        FunctionVersion version =
                node.version(
                        new LambdaNode.Source(name, runtime, handler(runtime), FILES),
                        new FunctionResources(512, 10, 512),
                        Map.of());
        if (runtime.startsWith("java")) {
            compile(version.code().root());
        }
        node.publish(version, OptionalInt.empty());
        assertThat(outcome(runtime, name)).isIn(expected(runtime));
    }

    /** Its response; of a rejection, whether it names the runtime. */
    private static String outcome(String runtime, String name) {
        try {
            return node.invoke(name, "{}").payload().toString();
        } catch (ServiceException rejection) {
            boolean named = String.valueOf(rejection.getMessage()).contains(runtime);
            return rejection.code() + (named ? " by name" : ": " + rejection.getMessage());
        }
    }

    private static List<String> expected(String runtime) {
        String runs = "\"hello\"";
        String rejected = "InvalidRuntimeException by name";
        if (runtime.startsWith("dotnet") || (runtime.startsWith("ruby") && !hasRuby())) {
            return List.of(rejected);
        }
        // Rejected on their own interpreters; where those are missing, tried on the nearest.
        return List.of("python2.7", "python3.6", "python3.7").contains(runtime)
                ? List.of(rejected, runs)
                : List.of(runs);
    }

    private static boolean hasRuby() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ruby")));
    }

    private static String handler(String runtime) {
        if (runtime.startsWith("go")) {
            return "bootstrap";
        }
        return runtime.startsWith("java") ? "ex.Hello::handle" : "app.handler";
    }

    private static void compile(Path root) throws IOException {
        Path source = folder.resolve("source/ex/Hello.java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
                """
                package ex;
                public class Hello {
                    public String handle(java.util.Map<String, Object> event) {
                        // Recorded from AWS: what the first SDK for Java reads, where it was usual.
                        boolean old = System.getenv("AWS_EXECUTION_ENV").matches(".*java(8.al2|11)");
                        boolean has = System.getenv("AWS_ACCESS_KEY") != null
                                && System.getenv("AWS_SECRET_KEY") != null;
                        return old == has ? "hello" : "keys";
                    }
                }
                """);
        String[] arguments = {
            "--release", "8", "-Xlint:-options", "-d", root.toString(), source.toString()
        };
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
    }
}
