package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The example chat: its template, and functions that write to clients under AWS's own host name
 * with nothing but their role.
 */
@Tag("node")
class ChatTest {
    private static final Path CHAT = Path.of("..", "examples", "chat");

    @Test
    void everybodyInTheRoomHearsWhatIsSaid(@TempDir Path data) throws Exception {
        try (Node started = LiveNode.start(data)) {
            assumeTrue(
                    started.sandbox().level() != SandboxLevel.PROCESS,
                    "names and ports are the machine's");
            LiveNode node = LiveNode.of(started);
            upload(node);
            Map<String, String> outputs =
                    LiveStacks.outputs(LiveStacks.of(node).created("chat", template()));
            String api = outputs.get("ChatUrl").substring("wss://".length()).split("\\.", 2)[0];
            Person ann = Person.enter(started.port(), api, "Ann");
            Person ben = Person.enter(started.port(), api, "Ben");
            ann.hears("Ben came in");
            ben.socket.sendText("{\"action\":\"say\",\"text\":\"grüß dich\"}", true).join();
            ann.hears("\"from\": \"Ben\"");
            ben.hears("gr\\u00fc\\u00df dich");
            ben.socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
            ann.hears("Ben left");
            ann.socket.abort();
            String page = outputs.get("PageUrl").substring("https://".length()).split("\\.", 2)[0];
            assertThat(node.http("GET", "/_aws/execute-api/" + page + "/").body())
                    .contains("\"" + api + "\"");
        }
    }

    private static String template() throws IOException {
        return Files.readString(CHAT.resolve("template.yaml"))
                .replace("CodeUri: src/", "CodeUri: s3://packages/chat.zip");
    }

    private static void upload(LiveNode node) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.list(CHAT.resolve("src"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                Files.copy(file, zip);
            }
        }
        try (S3Client s3 = node.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(r -> r.bucket("packages"));
            s3.putObject(
                    r -> r.bucket("packages").key("chat.zip"),
                    RequestBody.fromBytes(bytes.toByteArray()));
        }
    }

    /** Somebody in the room. */
    private static final class Person implements WebSocket.Listener {
        /** Not to be closed while a connection of it is open. */
        private static final HttpClient CLIENT = HttpClient.newHttpClient();

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private WebSocket socket;

        static Person enter(int port, String api, String name) {
            Person person = new Person();
            URI uri =
                    URI.create(
                            "ws://127.0.0.1:%d/_aws/execute-api/%s/live?name=%s"
                                    .formatted(port, api, name));
            person.socket = CLIENT.newWebSocketBuilder().buildAsync(uri, person).join();
            return person;
        }

        void hears(String words) {
            Eventually.holds(() -> heard.stream().anyMatch(each -> each.contains(words)));
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            heard.add(data.toString());
            from.request(1);
            return null;
        }
    }
}
