package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.async.AsyncSettings;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Registries;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.EnvironmentLimits;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of Java functions with SnapStart have an archive of what their own init phase loads. */
@Tag("sandbox")
class JavaArchivesTest {
    private static final int FUNCTION_MB = 512;
    private static final String PLATFORM =
            "(?s)(INIT_START|RESTORE_START|RESTORE_REPORT|START|END|REPORT) .*";

    /** The archives of this class alone: other JVMs that run tests share theirs. */
    @TempDir static Path clients;

    @TempDir Path folder;
    private LambdaNode node;
    private int revisions;

    @BeforeEach
    void start() {
        start(ScheduleSettings.defaults());
    }

    private void start(ScheduleSettings settings) {
        node =
                new LambdaNode(
                        folder,
                        sandboxes(),
                        settings,
                        _ -> {},
                        LambdaNode.runtimes(clients, Registries.of(System.getenv())),
                        new LambdaNode.Acceptance(AsyncSettings.DEFAULTS, Clock.SYSTEM));
    }

    private Sandboxes sandboxes() {
        return LevelChoice.start(
                new SandboxSettings(folder.resolve("sandboxes"), 0, Optional.empty(), true, true));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /**
     * The archive has what the init phase loads without credentials, and nothing of the handler,
     * which is not called; its start gives what it gives without one. No other version's init phase
     * is run for one.
     */
    @ParameterizedTest
    @ValueSource(strings = {"java17", "java25"})
    void aRestoredVersionStartsFromTheClassesOfItsInitPhase(String runtime) throws IOException {
        FunctionVersion latest = compiled(runtime, FunctionVersion.LATEST, INIT);
        assertThat(another(latest)).startsWith("\"not CustomerClassLoader");
        FunctionVersion restored = compiled(runtime, "1", INIT);
        assertThat(archived(restored))
                .isEqualTo("\"in-init CustomerClassLoader /var/task/ false\"");
        assertThat(another(latest)).startsWith("\"not CustomerClassLoader");
        assertThat(node.log("f")).allMatch(line -> line.matches(PLATFORM));
        node.close();
        start();
        assertThat(another(restored)).startsWith("\"in-init");
    }

    /** One that is damaged is as good as none. */
    @ParameterizedTest
    @ValueSource(strings = {"java17", "java25"})
    void aBrokenArchiveBreaksNoStart(String runtime) throws IOException {
        FunctionVersion version = compiled(runtime, "1", INIT);
        archived(version);
        List<Path> archives = found(each -> each.endsWith("classes.jsa"));
        for (Path archive : archives) {
            Path broken = Files.write(folder.resolve("broken"), new byte[100]);
            Files.move(broken, archive, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(another(version)).contains("CustomerClassLoader /var/task/ false");
        assertThat(node.log("f")).allMatch(line -> line.matches(PLATFORM));
        for (Path archive : archives) {
            FileTrees.delete(archive.getParent());
        }
    }

    /** An init phase that hangs without credentials, on a node whose memory is all in use. */
    @Test
    void oneThatIsMadeEndsWhereAnEventNeedsItsMemory() throws IOException {
        node.close();
        ScheduleSettings usual = ScheduleSettings.defaults();
        long room;
        try (Sandboxes asked = sandboxes()) {
            room = 2L * (FUNCTION_MB + asked.memoryBesideMb());
        }
        start(
                new ScheduleSettings(
                        usual.concurrency(),
                        new EnvironmentLimits(1_000, room, Duration.ofMinutes(2)),
                        usual.startsAtOnce(),
                        usual.environment()));
        another(compiled("java17", "1", HANGING));
        Eventually.holds(() -> found(JavaArchivesTest::isDraft).size() == 2);
        node.publish(
                new LambdaNode.Source(
                        "g",
                        "python3.11",
                        "app.handler",
                        Map.of("app.py", "def handler(event, context): return 'served'")),
                new FunctionResources(FUNCTION_MB, 30, 512),
                Map.of());
        assertThat(node.invoke("g", "{}").payload()).hasToString("\"served\"");
        assertThat(node.environments.count()).isEqualTo(2);
        Eventually.asserted(() -> assertThat(found(JavaArchivesTest::isDraft)).isEmpty());
    }

    /** The layer of a training, or what becomes its archive. */
    private static boolean isDraft(Path folder) {
        return folder.getFileName().toString().startsWith("draft");
    }

    private static List<Path> found(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.find(clients, 3, (each, _) -> wanted.test(each))) {
            return all.toList();
        } catch (UncheckedIOException _) {
            return List.of(); // It changes just now.
        }
    }

    /** What the first environment answers that starts from the version's archive. */
    private String archived(FunctionVersion version) {
        // The node gives a training four minutes.
        return Eventually.value(
                Duration.ofMinutes(6), () -> another(version), each -> each.contains("in-init"));
    }

    /** What a new environment of the same code answers. */
    private String another(FunctionVersion version) {
        FunctionVersion again =
                new FunctionVersion(
                        version.function(),
                        version.version(),
                        "again" + revisions++,
                        version.code(),
                        version.launch(),
                        version.resources(),
                        version.logging(),
                        version.state());
        node.publish(again, OptionalInt.empty());
        String qualified = version.name() + ':' + version.version();
        return node.invoke(qualified, "{\"name\":\"duke\"}").payload().toString();
    }

    private static final String HANGING =
            """
            package ex;
            public class Init {
                static {
                    if (System.getenv("AWS_ACCESS_KEY_ID") == null) {
                        new java.util.concurrent.CompletableFuture<Void>().join();
                    }
                }
                public String handle(java.util.Map<String, Object> event) { return "hello"; }
            }
            """;

    private static final String INIT =
            """
            package ex;
            import java.nio.charset.StandardCharsets;
            import java.nio.file.Files;
            import java.nio.file.Path;
            public class Init {
                static final boolean TRAINED = System.getenv("AWS_ACCESS_KEY_ID") == null;
                static { if (TRAINED) OfInit.load(); }
                static class OfInit { static String load() { return "mark of-init"; } }
                static class OfHandler { static String load() { return "mark of-handler"; } }
                public String handle(java.util.Map<String, Object> event) throws Exception {
                    OfHandler.load();
                    Path archive = Path.of("/var/classes/classes.jsa");
                    String all = Files.exists(archive)
                        ? new String(Files.readAllBytes(archive), StandardCharsets.ISO_8859_1) : "";
                    return (all.contains("MARK of-init".toLowerCase()) ? "in-init " : "not ")
                        + getClass().getClassLoader().getClass().getSimpleName() + " "
                        + getClass().getProtectionDomain().getCodeSource().getLocation().getPath()
                        + " " + all.contains("MARK of-handler".toLowerCase());
                }
            }
            """;

    private FunctionVersion compiled(String runtime, String number, String text)
            throws IOException {
        Path source = folder.resolve("source/ex/Init.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, text);
        FunctionVersion version =
                node.version(
                        new LambdaNode.Source(
                                "f", runtime, "ex.Init::handle", Map.of("ex/.keep", "")),
                        new FunctionResources(FUNCTION_MB, 30, 512, null, false, true),
                        Map.of());
        String classes = version.code().root().toString();
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", "-d", classes, source.toString());
        assertThat(compiled).isZero();
        return new FunctionVersion(
                version.function(),
                number,
                version.revision(),
                version.code(),
                version.launch(),
                version.resources(),
                version.logging(),
                version.state());
    }
}
