package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.Gatehouse;
import dev.gatehouse.cli.NodeLauncher;
import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A function that waits for a debugger, and a debugger that comes. */
@Tag("sandbox")
class DebuggerTest {
    private static final String CODE = "exports.handler = async (e) => e.name + process.env.OWN;";

    @TempDir static Path data;
    private static NodeLauncher.RunningNode running;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() {
        running =
                new LocalNodes()
                        .start(null, Map.of("data", data.toString(), "port", "0", "debug", "true"));
        LiveNode node = LiveNode.at(running.endpoint().getPort());
        lambda = node.lambda();
        String role = node.role("held");
        lambda.createFunction(
                r ->
                        r.functionName("held")
                                .runtime("nodejs22.x")
                                .handler("app.handler")
                                .role(role)
                                .timeout(1)
                                .environment(e -> e.variables(Map.of("OWN", "!")))
                                .code(
                                        c ->
                                                c.zipFile(
                                                        SdkBytes.fromByteArray(
                                                                Zips.of("app.js", CODE)))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("held"));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void aFunctionWaitsForItsDebuggerAndGoesOnWithIt() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = {
            "invoke", "--debug", "held", "{\"name\": \"Ada\"}", "--data", data.toString()
        };
        CommandLine line = Gatehouse.commandLine(new LocalNodes(), words);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> line.execute(words));

        Eventually.holds(() -> err.toString().contains("a debugger at 127.0.0.1:9229"));
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String inspector = Eventually.value(() -> targets(client), text -> text.contains("ws://"));
        assertThat(code).isNotDone();
        String url = inspector.replaceAll("(?s).*\"(ws://[^\"]+)\".*", "$1");
        WebSocket debugger =
                client.newWebSocketBuilder()
                        .buildAsync(URI.create(url), new WebSocket.Listener() {})
                        .join();
        debugger.sendText("{\"id\": 1, \"method\": \"Runtime.runIfWaitingForDebugger\"}", true)
                .join();

        assertThat(code.join()).as(err::toString).isZero();
        assertThat(out).hasToString("\"Ada!\"\n");
        assertThat(
                        lambda.getFunctionConfiguration(r -> r.functionName("held"))
                                .environment()
                                .variables())
                .isEqualTo(Map.of("OWN", "!"));
        assertThat(LiveNode.invoke(lambda, "held", "{\"name\": \"Bob\"}")).isEqualTo("\"Bob!\"");
        Eventually.holds(() -> targets(client).isEmpty());
    }

    /** What the inspector lists; nothing while none is there. */
    private static String targets(HttpClient client) throws InterruptedException {
        try {
            HttpRequest list =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:9229/json")).build();
            return client.send(list, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        }
    }
}
