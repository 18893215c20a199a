package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** What a node keeps when it is stopped, and when it is killed. */
@Tag("node")
class RestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String CODE =
            """
            def handler(event, context):
                print("kept line")
                return {"kept": True}
            """;

    @Test
    void aStoppedNodeGoesOnWhereItWas(@TempDir Path data) throws Exception {
        String api;
        try (Node first = LiveNode.start(data)) {
            LiveNode node = LiveNode.of(first);
            LambdaClient lambda = node.lambda();
            String arn = node.python(lambda, "kept", node.role("kept-role"), CODE).functionArn();
            api = httpApi(node, lambda, arn);
            assertThat(LiveNode.invoke(lambda, "kept", "{}")).isEqualTo("{\"kept\": true}");
        }

        try (Node second = LiveNode.start(data)) {
            LiveNode node = LiveNode.of(second);
            assertThat(logged(node)).contains("kept line");
            assertThat(node.http("GET", "/_aws/execute-api/" + api + "/").body())
                    .isEqualTo("{\"kept\": true}");
            assertThat(LiveNode.invoke(node.lambda(), "kept", "{}")).isEqualTo("{\"kept\": true}");
        }
    }

    @Test
    void oneNodeAtATimeHasAFolder(@TempDir Path data) {
        try (Node first = LiveNode.start(data)) {
            assertThatThrownBy(() -> LiveNode.start(data))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage(
                            "another node runs on %s; deploy to it with 'gatehouse deploy', stop it, or choose another --data folder"
                                    .formatted(data));
            assertThat(first.port()).isPositive();
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsSaidToBeOne(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> LiveNode.start(file))
                .hasMessage(
                        "the data folder %s is a file; choose another --data folder"
                                .formatted(file));
        assertThatThrownBy(() -> LiveNode.start(Path.of("/proc/gatehouse")))
                .hasMessageContaining("cannot write the data folder /proc/gatehouse (")
                .hasMessageEndingWith("); choose another --data folder");
    }

    @Test
    void whyTheDatabaseCannotBeOpenedIsToldAsOneLine(@TempDir Path data) {
        Map<String, String> unreachable =
                Map.of(
                        "data", data.toString(),
                        "port", "0",
                        "store", "postgresql://postgres:secret@127.0.0.1:1/none");
        assertThatThrownBy(() -> Node.start(Config.of(new Settings(unreachable))))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(
                        "cannot open the database: Connection to 127.0.0.1:1 refused")
                .message()
                .doesNotContain("secret", "\n");
    }

    @Test
    void aKilledNodeLosesNothingItAcknowledgedAndLeavesNothingRunning(@TempDir Path data)
            throws Exception {
        Process doomed = up(data);
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        List<ProcessHandle> itsProcesses;
        try {
            LiveNode node = awaitUp(doomed, data);
            LambdaClient lambda = node.lambda();
            String role = node.role("doomed-role");
            node.python(lambda, "busy", role, CODE);
            LiveNode.invoke(lambda, "busy", "{}");
            CountDownLatch some = new CountDownLatch(12);
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> createUntilItDies(lambda, role, acknowledged, some));
            assertThat(some.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            itsProcesses = doomed.descendants().toList();
            doomed.destroyForcibly().waitFor();
            writer.join();
        } finally {
            doomed.destroyForcibly().waitFor();
        }

        try (Node second = LiveNode.start(data)) {
            assertThat(itsProcesses).isNotEmpty();
            for (ProcessHandle process : itsProcesses) {
                assertThat(process.onExit())
                        .as("process %s of the killed node", process)
                        .succeedsWithin(PATIENCE);
            }
            LambdaClient lambda = LiveNode.of(second).lambda();
            assertThat(
                            lambda.listFunctionsPaginator().functions().stream()
                                    .map(FunctionConfiguration::functionName))
                    .containsAll(acknowledged);
            assertThat(LiveNode.invoke(lambda, acknowledged.peek(), "{}"))
                    .isEqualTo("{\"kept\": true}");
        }
        assertThat(left(data)).isEmpty();
    }

    private static String httpApi(LiveNode node, LambdaClient lambda, String function) {
        lambda.addPermission(
                r ->
                        r.functionName("kept")
                                .statementId("http")
                                .action("lambda:InvokeFunction")
                                .principal("apigateway.amazonaws.com"));
        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            return http.createApi(
                            r -> r.name("kept").protocolType(ProtocolType.HTTP).target(function))
                    .apiId();
        }
    }

    private static List<String> logged(LiveNode node) {
        try (CloudWatchLogsClient logs = node.client(CloudWatchLogsClient.builder())) {
            return logs.filterLogEvents(r -> r.logGroupName("/aws/lambda/kept")).events().stream()
                    .map(FilteredLogEvent::message)
                    .map(String::strip)
                    .toList();
        }
    }

    private static Process up(Path data) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "up",
                        "--port",
                        "0",
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("up.log").toFile())
                .start();
    }

    private static LiveNode awaitUp(Process process, Path data) throws Exception {
        Pattern endpoint = Pattern.compile("endpoint +http://localhost:(\\d+)");
        Path log = data.resolve("up.log");
        Matcher said =
                Eventually.value(
                        () -> endpoint.matcher(Files.readString(log)),
                        found -> found.find() || !process.isAlive());
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        return LiveNode.at(Integer.parseInt(said.group(1)));
    }

    private static void createUntilItDies(
            LambdaClient lambda, String role, Queue<String> acknowledged, CountDownLatch some) {
        try {
            for (int number = 0; ; number++) {
                String name = "doomed-" + number;
                lambda.createFunction(
                        r ->
                                r.functionName(name)
                                        .runtime("python3.11")
                                        .handler("app.handler")
                                        .role(role)
                                        .code(c -> c.zipFile(LiveNode.zip(CODE + "# " + name))));
                acknowledged.add(name);
                some.countDown();
            }
        } catch (SdkException died) {
            // The node was killed; what it acknowledged before is what counts.
        }
    }

    /** Mounts, and programs started from, a data folder. */
    private static List<String> left(Path data) throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"));
                Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return Stream.concat(
                            mounts,
                            processes.map(process -> process.info().commandLine().orElse("")))
                    .filter(line -> line.contains(data.toString()))
                    .toList();
        }
    }
}
