package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.lambda.code.Zips;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debuggers of Node.js and Python stop functions where they are told to, and see what is there. */
@Tag("sandbox")
class BreakpointTest {
    @TempDir static Path data;
    @TempDir static Path work;
    private static DebuggedNode node;

    @BeforeAll
    static void start() throws IOException {
        node = DebuggedNode.start(data);
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    @Test
    void nodeStopsForTheInspector() {
        String code = "exports.handler = async (e) => {\n  return e.name + '!';\n};\n";
        node.create("node", "nodejs22.x", "app.handler", Zips.of("app.js", code));
        DebuggedNode.Call call = node.invoke("node", "{\"name\": \"Ada\"}");
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
        node.create("python", "python3.11", "app.handler", withDebugpy());
        DebuggedNode.Call call = node.invoke("python", "{\"name\": \"Ada\"}");
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
}
