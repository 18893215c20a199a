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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Extensions beside a function, external and internal. Sources: AWS Lambda developer guide, "Using
 * the Lambda Extensions API"; the Runtime Interface Emulator's messages.
 */
@Tag("sandbox")
final class ExtensionsTest {
    /** What all extensions here begin with; each then does something of its own. */
    private static final String EXTENSION =
            """
            #!/usr/bin/env python3
            import json, os, sys, time, urllib.request
            API = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2020-01-01/extension/"
            def call(path, body=None, **headers):
                headers = {k.replace("_", "-"): v for k, v in headers.items()}
                data = None if body is None else json.dumps(body).encode()
                return urllib.request.urlopen(urllib.request.Request(API + path, data, headers))
            def register(*events):
                answer = call("register", {"events": list(events)},
                              Lambda_Extension_Name=os.path.basename(sys.argv[0]),
                              Lambda_Extension_Accept_Feature="accountId")
                say("registered", answer.read().decode())
                return answer.headers["Lambda-Extension-Identifier"]
            def next(me):
                event = json.load(call("event/next", Lambda_Extension_Identifier=me))
                say(event["eventType"], json.dumps(event))
                return event
            def say(*words):
                print(*words, flush=True)
            """;

    private static final String HANDLER =
            """
            import os, time
            def handler(event, context):
                if event.get("sleep"):
                    time.sleep(60)
                return {"tmp": sorted(os.listdir("/tmp"))}
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

    /** Of a runtime that hears signals while it waits for an event. */
    private static final String FAREWELL =
            """
            process.on("SIGTERM", () => {
                console.log("runtime ends by SIGTERM");
                process.exit(0);
            });
            export const handler = async () => ({});
            """;

    private static void publish(String name, Map<String, String> extensions) {
        publish(name, HANDLER, extensions);
    }

    private static void publish(String name, String handler, Map<String, String> extensions) {
        publish(
                new LambdaNode.Source(name, "python3.11", "app.handler", Map.of("app.py", handler)),
                extensions);
    }

    private static void publish(LambdaNode.Source source, Map<String, String> extensions) {
        publish(source, extensions, Map.of("OWN", "value"));
    }

    private static void publish(
            LambdaNode.Source source, Map<String, String> extensions, Map<String, String> env) {
        int seconds = source.name().equals("late") ? 3 : 60;
        FunctionVersion plain = node.version(source, new FunctionResources(256, seconds, 512), env);
        Path layer = folder.resolve(source.name() + "-layer");
        write(layer.resolve("notes.txt"), "layer");
        extensions.forEach((file, text) -> write(layer.resolve("extensions/" + file), text));
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

    /**
     * The contract of the Lambda Web Adapter: the function is a web server, which a wrapper starts
     * in the runtime's place, and an extension brings it the events and streams what it says.
     */
    @Test
    void anExtensionTakesTheEventsOfAFunctionThatIsAWebServer() {
        String server =
                """
                #!/usr/bin/env python3
                import http.server
                class Site(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200)
                        self.end_headers()
                        self.wfile.write(b"served " + self.path.encode())
                    def log_message(self, *words):
                        pass
                http.server.HTTPServer(("127.0.0.1", 8080), Site).serve_forever()
                """;
        String adapter =
                EXTENSION
                        + """
                        import socket, threading
                        RUNTIME = API.replace("2020-01-01/extension", "2018-06-01/runtime/invocation")
                        me = register()
                        threading.Thread(target=next, args=(me,), daemon=True).start()
                        while True:
                            try:
                                socket.create_connection(("127.0.0.1", 8080)).close()
                                break
                            except OSError:
                                time.sleep(0.01)
                        while True:
                            event = urllib.request.urlopen(RUNTIME + "next")
                            answer = RUNTIME + event.headers["Lambda-Runtime-Aws-Request-Id"] + "/response"
                            body = urllib.request.urlopen("http://127.0.0.1:8080" + json.load(event)["path"])
                            urllib.request.urlopen(urllib.request.Request(answer, iter([body.read()]), {
                                "Lambda-Runtime-Function-Response-Mode": "streaming"}))
                        """;
        write(
                folder.resolve("site-layer/bootstrap"),
                "#!/bin/sh\nexec \"$LAMBDA_TASK_ROOT/$_HANDLER\"\n");
        publish(
                new LambdaNode.Source("site", "python3.11", "run.sh", Map.of("run.sh", server)),
                Map.of("adapter", adapter),
                Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/bootstrap"));
        assertThat(node.invoke("site", "{\"path\": \"/a\"}").payload()).hasToString("served /a");
        assertThat(node.invoke("site", "{\"path\": \"/b\"}").payload()).hasToString("served /b");
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            file.toFile().setExecutable(!text.isEmpty(), false);
            file.toFile().setReadable(true, false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> log(String name) {
        return node.log(name).stream().map(String::strip).toList();
    }

    private static void awaitLog(String name, String text) {
        Eventually.asserted(() -> assertThat(log(name)).anyMatch(line -> line.contains(text)));
    }

    private static JsonObject told(String name, String word) {
        awaitLog(name, word + " {");
        return log(name).stream()
                .filter(line -> line.startsWith(word + " {"))
                .map(line -> new JsonObject(line.substring(word.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anExternalOneHearsOfEventsAndOfItsShutdown() {
        publish(
                new LambdaNode.Source(
                        "whole", "nodejs22.x", "app.handler", Map.of("app.mjs", FAREWELL)),
                Map.of(
                        "watcher",
                        EXTENSION
                                + """
                                me = register("INVOKE", "SHUTDOWN")
                                say("own", os.environ.get("OWN"), os.environ.get("_HANDLER"),
                                    os.environ.get("LAMBDA_TASK_ROOT"), os.getcwd())
                                while next(me)["eventType"] != "SHUTDOWN":
                                    pass
                                say("flushed")
                                """));
        long before = System.currentTimeMillis();
        node.invoke("whole", "{}");
        JsonObject facts = told("whole", "registered");
        assertThat(facts.getString("functionName")).isEqualTo("whole");
        assertThat(facts.getString("functionVersion")).isEqualTo("$LATEST");
        assertThat(facts.getString("handler")).isEqualTo("app.handler");
        assertThat(facts.getString("accountId")).isEqualTo("000000000000");
        awaitLog("whole", "own value None None /");
        JsonObject invoke = told("whole", "INVOKE");
        assertThat(invoke.getString("requestId")).hasSize(36);
        assertThat(invoke.getString("invokedFunctionArn")).isEqualTo(LambdaNode.arn("whole") + "");
        assertThat(invoke.getLong("deadlineMs")).isGreaterThan(before);
        assertThat(invoke.getJsonObject("tracing").getString("type")).isEqualTo("X-Amzn-Trace-Id");
        assertThat(invoke.getJsonObject("tracing").getString("value")).startsWith("Root=1-");
        awaitLog("whole", "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]");
        node.remove("whole");
        JsonObject shutdown = told("whole", "SHUTDOWN");
        assertThat(shutdown.getString("shutdownReason")).isEqualTo("spindown");
        assertThat(shutdown.getLong("deadlineMs") - System.currentTimeMillis())
                .isLessThanOrEqualTo(2_000);
        awaitLog("whole", "flushed");
        awaitLog("whole", "runtime ends by SIGTERM");
    }

    @Test
    void anEventIsDoneWhenAllHaveAskedForTheNext() {
        publish(
                "slow",
                Map.of(
                        "slow",
                        EXTENSION
                                + """
                                me = register("INVOKE")
                                while True:
                                    next(me)
                                    while not os.path.exists("/opt/released"):
                                        time.sleep(0.01)
                                """));
        node.invoke("slow", "{}");
        Eventually.stays(
                Duration.ofMillis(300),
                () -> log("slow").stream().noneMatch(line -> line.startsWith("REPORT")));
        write(folder.resolve("slow-layer/released"), "");
        awaitLog("slow", "REPORT RequestId");
        String report =
                log("slow").stream().filter(l -> l.startsWith("REPORT")).findFirst().orElseThrow();
        String duration = report.replaceAll(".*\\tDuration: ([\\d.]+) ms.*", "$1");
        assertThat(Double.parseDouble(duration)).isGreaterThan(290);
        node.invoke("slow", "{}");
        assertThat(log("slow")).filteredOn(line -> line.startsWith("registered")).hasSize(1);
    }

    @Test
    void aCrashInTheInitPhaseIsTheEventsError() {
        publish("crashes", Map.of("bad", "#!/bin/sh\nexit 3\n"));
        JsonObject error = node.invoke("crashes", "{}").payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("Extension.Crash");
        assertThat(error.getString("errorMessage"))
                .matches("RequestId: [0-9a-f-]{36} Error: exit status 3");
        awaitLog("crashes", "REPORT RequestId");
        assertThat(log("crashes"))
                .anyMatch(
                        line ->
                                line.endsWith(
                                        "Phase: init\tStatus: error\tError Type: Extension.Crash"))
                .contains("EXTENSION\tName: bad\tState: Started\tEvents: []")
                .anyMatch(line -> line.endsWith("Error: exit status 3\nExtension.Crash"));
    }

    @Test
    void anErrorThatItReportsIsTold() {
        publish(
                "reports",
                Map.of(
                        "careful",
                        EXTENSION
                                + """
                                me = register("INVOKE", "SHUTDOWN")
                                call("init/error", {}, Lambda_Extension_Identifier=me,
                                     Lambda_Extension_Function_Error_Type="Extension.NoKey")
                                """));
        JsonObject error = node.invoke("reports", "{}").payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("Extension.InitError");
        assertThat(error.getString("errorMessage")).endsWith("Error: exit code 0");
        awaitLog("reports", "REPORT RequestId");
        assertThat(log("reports"))
                .contains(
                        "EXTENSION\tName: careful\tState: InitError\tEvents: [INVOKE, SHUTDOWN]"
                                + "\tError Type: Extension.NoKey");
    }

    @Test
    void aCrashWithinAnEventEndsIt() {
        publish(
                "within",
                Map.of(
                        "late",
                        EXTENSION
                                + """
                                me = register("INVOKE")
                                if not os.path.exists("/tmp/before"):
                                    next(me)
                                    open("/tmp/before", "w").close()
                                    os.kill(os.getpid(), 9)
                                while True:
                                    next(me)
                                """));
        JsonObject error = node.invoke("within", "{\"sleep\": true}").payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("Extension.Crash");
        assertThat(error.getString("errorMessage")).endsWith("Error: signal: killed");
        Eventually.asserted(
                () ->
                        assertThat(node.invoke("within", "{}").payload().toString())
                                .contains("before"));
    }

    @Test
    void aFileThatCannotBeExecutedIsALaunchError() {
        publish("denied", Map.of("plain", ""));
        JsonObject error = node.invoke("denied", "{}").payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("Extension.LaunchError");
        awaitLog("denied", "REPORT RequestId");
        assertThat(log("denied"))
                .contains(
                        "EXTENSION\tName: plain\tState: LaunchError\tEvents: []"
                                + "\tError Type: PermissionDenied");
    }

    @Test
    void aTimeOutShutsItDownAndTheNextEventStartsItAgain() {
        publish(
                "late",
                Map.of(
                        "watcher",
                        EXTENSION
                                + """
                                me = register("INVOKE", "SHUTDOWN")
                                while next(me)["eventType"] != "SHUTDOWN":
                                    pass
                                """));
        JsonObject error = node.invoke("late", "{\"sleep\": true}").payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("Sandbox.Timedout");
        assertThat(told("late", "SHUTDOWN").getString("shutdownReason")).isEqualTo("timeout");
        assertThat(node.invoke("late", "{}").payload().toString()).contains("tmp");
    }

    @Test
    void oneWithinTheRuntimeRegistersForEventsOnly() {
        String handler =
                """
                import json, os, threading, urllib.error, urllib.request
                API = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2020-01-01/extension/"
                heard, rejected = [], []
                def call(path, body=None, **headers):
                    headers = {k.replace("_", "-"): v for k, v in headers.items()}
                    data = None if body is None else json.dumps(body).encode()
                    request = urllib.request.Request(API + path, data, headers)
                    try:
                        return urllib.request.urlopen(request)
                    except urllib.error.HTTPError as e:
                        rejected.append([e.code, json.load(e)["errorType"]])
                def listen(me):
                    while True:
                        heard.append(json.load(call("event/next", Lambda_Extension_Identifier=me)))
                me = call("register", {"events": ["INVOKE"]}, Lambda_Extension_Name="inner")
                me = me.headers["Lambda-Extension-Identifier"]
                call("register", {"events": ["SHUTDOWN"]}, Lambda_Extension_Name="two")
                call("register", {"events": ["OTHER"]}, Lambda_Extension_Name="two")
                call("register", {"events": ["INVOKE"]}, Lambda_Extension_Name="inner")
                call("register", {"events": ["INVOKE"]})
                call("event/next")
                call("event/next", Lambda_Extension_Identifier="what")
                call("event/next", Lambda_Extension_Identifier=me[:-4] + "0000")
                call("init/error", {}, Lambda_Extension_Identifier=me)
                threading.Thread(target=listen, args=(me,), daemon=True).start()
                def handler(event, context):
                    call("register", {"events": ["INVOKE"]}, Lambda_Extension_Name="tardy")
                    while not heard:
                        pass
                    return {"heard": heard[0]["eventType"], "rejected": rejected}
                """;
        publish("inner", handler, Map.of());
        JsonObject result = node.invoke("inner", "{}").payload().toJsonObject();
        assertThat(result.getString("heard")).isEqualTo("INVOKE");
        assertThat(result.getJsonArray("rejected").stream().map(Object::toString))
                .containsExactlyElementsOf(
                        Arrays.asList(
                                "[403,\"Extension.InvalidEventType\"]",
                                "[403,\"Extension.InvalidEventType\"]",
                                "[403,\"Extension.InvalidExtensionState\"]",
                                "[403,\"Extension.InvalidExtensionName\"]",
                                "[403,\"Extension.MissingExtensionIdentifier\"]",
                                "[403,\"Extension.InvalidExtensionIdentifier\"]",
                                "[403,\"Extension.UnknownExtensionIdentifier\"]",
                                "[403,\"Extension.MissingHeader\"]",
                                "[403,\"Extension.RegistrationClosed\"]"));
    }

    @Test
    void anEleventhIsTooMany() {
        String waits = EXTENSION + "me = register('INVOKE')\nwhile True:\n    next(me)\n";
        Map<String, String> many = new TreeMap<>();
        for (int i = 10; i <= 20; i++) {
            many.put("e" + i, waits);
        }
        publish("many", many);
        JsonObject error = node.invoke("many", "{}").payload().toJsonObject();
        assertThat(error.getString("errorType")).isEqualTo("Extension.LaunchError");
        awaitLog("many", "REPORT RequestId");
        assertThat(log("many"))
                .contains(
                        "EXTENSION\tName: e20\tState: LaunchError\tEvents: []"
                                + "\tError Type: TooManyExtensions");
    }

    @Test
    void oneThatIgnoresItsShutdownIsKilledInTime() {
        publish(
                "stubborn",
                Map.of(
                        "deaf",
                        EXTENSION
                                + """
                                import signal
                                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                                me = register("INVOKE", "SHUTDOWN")
                                while next(me)["eventType"] == "INVOKE":
                                    pass
                                say("hangs {}")
                                while True:
                                    time.sleep(60)
                                """));
        assertThat(node.invoke("stubborn", "{}").functionError()).isNull();
        int environments = node.environments.count();
        node.catalog.remove(LambdaNode.arn("stubborn"));
        awaitLog("stubborn", "hangs");
        Eventually.asserted(() -> assertThat(node.environments.count()).isLessThan(environments));
    }

    @Test
    void oneThatFloodsItsLogHoldsUpNoEvent() {
        publish(
                "flooded",
                Map.of(
                        "tap",
                        EXTENSION
                                + """
                                import threading
                                me = register("INVOKE")
                                def flood():
                                    for i in range(50_000):
                                        print("drop " + "x" * 100)
                                threading.Thread(target=flood, daemon=True).start()
                                while True:
                                    next(me)
                                """));
        for (int i = 0; i < 3; i++) {
            assertThat(node.invoke("flooded", "{}").functionError()).isNull();
        }
        publish("neighbour", Map.of());
        assertThat(node.invoke("neighbour", "{}").functionError()).isNull();
    }
}
