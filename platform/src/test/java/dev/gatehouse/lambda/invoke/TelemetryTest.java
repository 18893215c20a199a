package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.testkit.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Subscriptions to the Telemetry API and the Logs API, by an extension that writes what it gets to
 * its output. Source: AWS Lambda developer guide, "Telemetry API Event schema reference" and "Using
 * the Lambda Logs API".
 */
@Tag("sandbox")
final class TelemetryTest {
    private static final String EXTENSION =
            """
            #!/usr/bin/env python3
            import http.server, json, os, sys, threading, time, urllib.error, urllib.request
            ROOT = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
            EXT = ROOT + "/2020-01-01/extension/"
            told = set()
            def call(url, body=None, method=None, **headers):
                headers = {k.replace("_", "-"): v for k, v in headers.items()}
                data = None if body is None else json.dumps(body).encode()
                return urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method))
            class Sink(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    for record in json.loads(self.rfile.read(int(self.headers["Content-Length"]))):
                        told.add(record["type"])
                        if record["type"] != "extension":
                            print("GOT", json.dumps(record), flush=True)
                    self.send_response(200)
                    self.end_headers()
                def log_message(self, *words):
                    pass
            def serve():
                server = http.server.ThreadingHTTPServer(("sandbox.localdomain", 8080), Sink)
                threading.Thread(target=server.serve_forever, daemon=True).start()
            def register():
                return call(EXT + "register", {"events": ["INVOKE", "SHUTDOWN"]},
                            Lambda_Extension_Name=os.path.basename(sys.argv[0])
                            ).headers["Lambda-Extension-Identifier"]
            def subscribe(me, path, **more):
                body = {"types": ["platform", "function", "extension"],
                        "buffering": {"timeoutMs": 25},
                        "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:8080"}}
                body.update(more)
                try:
                    got = call(ROOT + path, body, "PUT", Lambda_Extension_Identifier=me)
                    print("SUBSCRIBED", got.status, got.read().decode(), flush=True)
                except urllib.error.HTTPError as e:
                    print("REJECTED", e.code, e.read().decode(), flush=True)
            def next(me):
                return json.load(call(EXT + "event/next", Lambda_Extension_Identifier=me))["eventType"]
            def loop(me, heard=lambda: True):
                while next(me) != "SHUTDOWN":
                    time.sleep(0.2)
                while not heard():
                    time.sleep(0.01)
            """;

    private static final String HANDLER =
            """
            print("loading", flush=True)
            def handler(event, context):
                print(event.get("say", "hello"), flush=True)
                return {}
            """;

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

    private static void publish(String name, String extension) {
        FunctionVersion plain =
                node.version(
                        new LambdaNode.Source(
                                name, "python3.11", "app.handler", Map.of("app.py", HANDLER)),
                        new FunctionResources(256, 3, 512),
                        Map.of());
        Path layer = folder.resolve(name + "-layer");
        write(layer.resolve("extensions/sink"), EXTENSION + extension);
        node.publish(
                new FunctionVersion(
                        plain.function(),
                        plain.version(),
                        plain.revision(),
                        new FunctionCode(plain.code().root(), List.of(layer), "x86_64"),
                        plain.launch(),
                        plain.resources(),
                        plain.logging(),
                        plain.state()),
                OptionalInt.empty());
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            file.toFile().setExecutable(true, false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(String name, String word) {
        return node.log(name).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .toList();
    }

    private static List<JsonObject> got(String name) {
        return lines(name, "GOT").stream().map(JsonObject::new).toList();
    }

    private static List<String> types(String name) {
        return got(name).stream().map(record -> record.getString("type")).toList();
    }

    private static JsonObject record(String name, String type) {
        return got(name).stream()
                .filter(each -> each.getString("type").equals(type))
                .findFirst()
                .orElseThrow()
                .getJsonObject("record");
    }

    @Test
    void aSubscriberOfTheTelemetryApiGetsAllSinceTheStart() {
        publish(
                "telemetry",
                """
                me = register()
                serve()
                subscribe(me, "/2022-07-01/telemetry", schemaVersion="2022-12-13")
                next(me)
                while "platform.runtimeDone" not in told:
                    time.sleep(0.01)
                time.sleep(0.2)
                loop(me, lambda: "platform.report" in told)
                """);
        node.invoke("telemetry", "{\"say\": \"from the handler\"}");
        node.remove("telemetry"); // what waits is delivered before the end
        Eventually.asserted(() -> assertThat(types("telemetry")).contains("platform.report"));
        assertThat(lines("telemetry", "SUBSCRIBED")).containsExactly("200 \"OK\"");
        assertThat(types("telemetry"))
                .containsExactly(
                        "platform.initStart",
                        "platform.telemetrySubscription",
                        "function",
                        "platform.initRuntimeDone",
                        "platform.extension",
                        "platform.initReport",
                        "platform.start",
                        "function",
                        "platform.runtimeDone",
                        "platform.report");
        assertThat(got("telemetry").get(7).getString("record")).isEqualTo("from the handler");
        assertThat(got("telemetry").get(7).getString("time"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(record("telemetry", "platform.telemetrySubscription"))
                .isEqualTo(
                        new JsonObject(
                                "{\"name\":\"sink\",\"state\":\"Subscribed\",\"types\":"
                                        + "[\"platform\",\"function\",\"extension\"]}"));
        assertThat(record("telemetry", "platform.runtimeDone").getString("status"))
                .isEqualTo("success");
        double runtime =
                record("telemetry", "platform.runtimeDone")
                        .getJsonObject("metrics")
                        .getDouble("durationMs");
        double whole =
                record("telemetry", "platform.report")
                        .getJsonObject("metrics")
                        .getDouble("durationMs");
        assertThat(whole).isGreaterThan(runtime + 100); // the extension's time is in it
    }

    @Test
    void theLogsApiHasItsOwnRecords() {
        publish(
                "logs",
                """
                me = register()
                serve()
                subscribe(me, "/2020-08-15/logs", schemaVersion="2021-03-18")
                loop(me, lambda: "platform.report" in told)
                """);
        node.invoke("logs", "{}");
        node.remove("logs"); // what waits is delivered before the end
        Eventually.asserted(() -> assertThat(types("logs")).contains("platform.report"));
        assertThat(types("logs"))
                .containsSubsequence(
                        "platform.logsSubscription",
                        "platform.extension",
                        "platform.start",
                        "function",
                        "platform.runtimeDone",
                        "platform.end",
                        "platform.report")
                .doesNotContain("platform.initStart", "platform.initReport");
        assertThat(record("logs", "platform.end").fieldNames()).containsExactly("requestId");
    }

    @Test
    void recordsGoOverAConnectionOneALineWhereThatIsAsked() {
        publish(
                "lines",
                """
                import socketserver
                class Lines(socketserver.StreamRequestHandler):
                    def handle(self):
                        for line in self.rfile:
                            if json.loads(line)["type"] != "extension":
                                print("GOT", line.decode(), flush=True)
                server = socketserver.ThreadingTCPServer(("sandbox.localdomain", 8080), Lines)
                threading.Thread(target=server.serve_forever, daemon=True).start()
                me = register()
                subscribe(me, "/2022-07-01/telemetry", schemaVersion="2022-12-13",
                          destination={"protocol": "TCP", "URI": "tcp://sandbox.localdomain:8080"})
                loop(me)
                """);
        // One that is frozen before it has read its last line reads that beside the next event.
        Eventually.asserted(
                () -> {
                    node.invoke("lines", "{}");
                    assertThat(types("lines")).contains("platform.report");
                });
        assertThat(types("lines")).contains("platform.start", "function");
    }

    @Test
    void whatASubscriberDoesNotTakeIsToldAsDropped() {
        publish(
                "picky",
                """
                class Picky(Sink):
                    first = True
                    def do_POST(self):
                        if Picky.first:
                            Picky.first = False
                            self.send_response(500)
                            self.end_headers()
                        else:
                            Sink.do_POST(self)
                Sink, kept = Picky, Sink
                serve()
                Sink = kept
                me = register()
                subscribe(me, "/2022-07-01/telemetry", schemaVersion="2022-12-13")
                loop(me)
                """);
        Eventually.asserted(
                () -> {
                    node.invoke("picky", "{}");
                    assertThat(types("picky")).contains("platform.logsDropped");
                });
        JsonObject dropped = record("picky", "platform.logsDropped");
        assertThat(dropped.getInteger("droppedRecords")).isPositive();
        assertThat(dropped.getInteger("droppedBytes")).isPositive();
        assertThat(dropped.getString("reason")).isNotEmpty();
    }

    @Test
    void whatIsWrongWithASubscriptionIsToldAtOnce() {
        publish(
                "wrong",
                """
                me = register()
                subscribe(me, "/2022-07-01/telemetry", schemaVersion="2022-12-13", types=[],
                          destination={"protocol": "HTTP", "URI": "http://sandbox.localdomain"})
                subscribe(me, "/2022-07-01/telemetry", schemaVersion="1", types=["other"],
                          buffering={"maxItems": 1},
                          destination={"protocol": "HTTP", "URI": "http://127.0.0.1:80"})
                next(me)
                subscribe(me, "/2022-07-01/telemetry", schemaVersion="2022-12-13")
                loop(me)
                """);
        node.invoke("wrong", "{}");
        Eventually.asserted(() -> assertThat(lines("wrong", "REJECTED")).hasSizeGreaterThan(1));
        assertThat(lines("wrong", "REJECTED").get(0))
                .contains(
                        "400",
                        "ValidationError",
                        "URI port is not provided; types should not be empty");
        assertThat(lines("wrong", "REJECTED").get(1))
                .contains(
                        "schemaVersion should be one of",
                        "URI host should be sandbox.localdomain",
                        "type other is not supported",
                        "maxItems should be between 1000 and 10000");
        // A frozen extension goes on with the next event.
        Eventually.asserted(
                () -> {
                    node.invoke("wrong", "{}");
                    assertThat(lines("wrong", "REJECTED"))
                            .anyMatch(
                                    line ->
                                            line.startsWith("403")
                                                    && line.contains(
                                                            "Telemetry.SubscriptionClosed"));
                });
    }

    @Test
    void aSubscriberThatNeverReadsCostsRecordsAndNothingElse() {
        publish(
                "deaf",
                """
                import socket
                deaf = socket.create_server(("sandbox.localdomain", 8080), backlog=64)
                me = register()
                subscribe(me, "/2022-07-01/telemetry", schemaVersion="2022-12-13")
                loop(me)
                """);
        for (int i = 0; i < 3; i++) {
            assertThat(node.invoke("deaf", "{}").functionError()).isNull();
        }
        node.remove("deaf");
    }
}
