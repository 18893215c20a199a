package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import dev.gatehouse.cli.Gatehouse;
import dev.gatehouse.cli.NodeLauncher;
import dev.gatehouse.lambda.code.Zips;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Debuggers of each language stop functions where they are told to, and see what is there. */
@Tag("sandbox")
class BreakpointTest {
    @TempDir static Path data;
    @TempDir static Path work;
    private static DebuggerPorts ports;
    private static NodeLauncher.RunningNode running;
    private static LambdaClient lambda;
    private static String role;

    @BeforeAll
    static void start() throws IOException {
        ports = DebuggerPorts.take();
        running =
                new LocalNodes()
                        .start(null, Map.of("data", data.toString(), "port", "0", "debug", "true"));
        LiveNode node = LiveNode.at(running.endpoint().getPort());
        lambda = node.lambda();
        role = node.role("stopped");
    }

    @AfterAll
    static void stop() throws IOException {
        lambda.close();
        running.close();
        ports.close();
    }

    private static void create(String name, String runtime, String handler, byte[] code) {
        lambda.createFunction(
                r ->
                        r.functionName(name)
                                .runtime(runtime)
                                .handler(handler)
                                .role(role)
                                .memorySize(512)
                                .code(c -> c.zipFile(SdkBytes.fromByteArray(code))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    }

    @Test
    void nodeStopsForTheInspector() {
        String code = "exports.handler = async (e) => {\n  return e.name + '!';\n};\n";
        create("node", "nodejs22.x", "app.handler", Zips.of("app.js", code));
        Call call = Call.of("node");
        try (Inspector inspector = Inspector.attach(9229)) {
            inspector.ask("Debugger.enable", "{}");
            inspector.ask(
                    "Debugger.setBreakpointByUrl",
                    "{\"lineNumber\": 1, \"urlRegex\": \".*/app\\\\.js\"}");
            inspector.ask("Runtime.runIfWaitingForDebugger", "{}");
            JsonNode frame = inspector.event("Debugger.paused").at("/callFrames/0");
            assertThat(frame.at("/location/lineNumber").asInt()).isEqualTo(1);
            assertThat(call.code()).isNotDone();
            String where =
                    "{\"callFrameId\": %s, \"expression\": \"e.name\"}"
                            .formatted(frame.get("callFrameId"));
            assertThat(
                            inspector
                                    .ask("Debugger.evaluateOnCallFrame", where)
                                    .at("/result/result/value")
                                    .asText())
                    .isEqualTo("Ada");
            inspector.ask("Debugger.resume", "{}");
            assertThat(call.code().join()).as(call.err()::toString).isZero();
        }
        assertThat(call.out()).hasToString("\"Ada!\"\n");
    }

    @Test
    void pythonStopsForAnEditor() throws Exception {
        create("python", "python3.11", "app.handler", withDebugpy());
        Call call = Call.of("python");
        try (AdapterClient editor = AdapterClient.attach(5678)) {
            editor.ask("initialize", "{\"adapterID\": \"python\", \"pathFormat\": \"path\"}");
            // Its response comes once the configuration is done.
            int attached = editor.send("attach", "{\"justMyCode\": true}");
            editor.event("initialized");
            JsonNode set =
                    editor.ask(
                            "setBreakpoints",
                            "{\"source\": {\"path\": \"/var/task/app.py\"},"
                                    + " \"breakpoints\": [{\"line\": 2}]}");
            assertThat(set.at("/body/breakpoints/0/verified").asBoolean()).isTrue();
            editor.ask("configurationDone", "{}");
            editor.response(attached);
            int thread = editor.event("stopped").at("/body/threadId").asInt();
            assertThat(call.code()).isNotDone();
            JsonNode stack = editor.ask("stackTrace", "{\"threadId\": " + thread + "}");
            assertThat(stack.at("/body/stackFrames/0/line").asInt()).isEqualTo(2);
            String where =
                    "{\"frameId\": %s, \"expression\": \"event['name']\"}"
                            .formatted(stack.at("/body/stackFrames/0/id"));
            assertThat(editor.ask("evaluate", where).at("/body/result").asText())
                    .isEqualTo("'Ada'");
            // Its process may end before it responds.
            editor.send("continue", "{\"threadId\": " + thread + "}");
            assertThat(call.code().join()).as(call.err()::toString).isZero();
        }
        assertThat(call.out()).hasToString("\"Ada!\"\n");
    }

    /** A wheel is an archive of the very modules. */
    private static byte[] withDebugpy() throws IOException, InterruptedException {
        Process pip =
                new ProcessBuilder(
                                List.of(
                                        "python3.11",
                                        "-m",
                                        "pip",
                                        "download",
                                        "--quiet",
                                        "--no-deps",
                                        "--dest",
                                        work.toString(),
                                        "debugpy==1.8.22"))
                        .inheritIO()
                        .start();
        assertThat(pip.waitFor()).as("pip").isZero();
        try (Stream<Path> wheels = Files.list(work)) {
            Path wheel =
                    wheels.filter(path -> path.toString().endsWith(".whl"))
                            .findFirst()
                            .orElseThrow();
            try (FileSystem archive = FileSystems.newFileSystem(wheel)) {
                Files.writeString(
                        archive.getPath("/app.py"),
                        "def handler(event, context):\n    return event['name'] + '!'\n");
            }
            return Files.readAllBytes(wheel);
        }
    }

    @Test
    void javaStopsForADebugger() throws Exception {
        create("java", "java17", "Held::handle", held());
        Call call = Call.of("java");
        VirtualMachine machine = Eventually.value(BreakpointTest::attach, Objects::nonNull);
        var prepared = machine.eventRequestManager().createClassPrepareRequest();
        prepared.addClassFilter("Held");
        prepared.enable();
        machine.resume();
        while (!(next(machine) instanceof BreakpointEvent)) {
            // Goes on until the line is reached.
        }
        assertThat(call.code()).isNotDone();
        machine.dispose();
        assertThat(call.code().join()).as(call.err()::toString).isZero();
        assertThat(call.out()).hasToString("\"Ada!\"\n");
    }

    /** The next event of the machine; one that loads the class leads to a breakpoint in it. */
    private static Event next(VirtualMachine machine) throws Exception {
        EventSet set = Objects.requireNonNull(machine.eventQueue().remove(60_000), "no event");
        Event event = set.iterator().next();
        if (event instanceof ClassPrepareEvent prepared) {
            Location line = prepared.referenceType().locationsOfLine(3).getFirst();
            machine.eventRequestManager().createBreakpointRequest(line).enable();
        }
        if (!(event instanceof BreakpointEvent)) {
            set.resume();
        }
        return event;
    }

    private static byte[] held() throws IOException {
        Path source = work.resolve("Held.java");
        Files.writeString(
                source,
                """
                public class Held {
                    public String handle(java.util.Map<String, Object> event) {
                        return event.get("name") + "!";
                    }
                }
                """);
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", "-g", source.toString());
        assertThat(compiled).isZero();
        Path zip = work.resolve("held.zip");
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.copy(work.resolve("Held.class"), archive.getPath("/Held.class"));
        }
        return Files.readAllBytes(zip);
    }

    /** Null until the port is open. */
    private static @Nullable VirtualMachine attach() throws IllegalConnectorArgumentsException {
        AttachingConnector connector =
                Bootstrap.virtualMachineManager().attachingConnectors().stream()
                        .filter(one -> one.name().equals("com.sun.jdi.SocketAttach"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
        Objects.requireNonNull(arguments.get("port")).setValue("5005");
        try {
            return connector.attach(arguments);
        } catch (IOException notYet) {
            return null;
        }
    }

    /** {@code gatehouse invoke --debug}, as it goes on. */
    private record Call(StringWriter out, StringWriter err, CompletableFuture<Integer> code) {

        static Call of(String function) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            String event = "{\"name\": \"Ada\"}";
            String[] words = {"invoke", "--debug", function, event, "--data", data.toString()};
            CommandLine line = Gatehouse.commandLine(new LocalNodes(), words);
            line.setOut(new PrintWriter(out, true));
            line.setErr(new PrintWriter(err, true));
            return new Call(
                    out,
                    err,
                    CompletableFuture.supplyAsync(() -> line.execute(words))
                            .orTimeout(120, TimeUnit.SECONDS));
        }
    }
}
