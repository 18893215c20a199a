package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.testkit.Eventually;
import dev.gatehouse.testkit.RuntimeClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each version of a Java function has an archive of what its own init phase loads. */
@Tag("sandbox")
class JavaArchivesTest {
    private static final FunctionResources ROOMY = new FunctionResources(512, 30, 512);

    @TempDir Path folder;
    private LambdaNode node;
    private int revisions;

    @BeforeEach
    void start() {
        node = LambdaNode.start(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /**
     * The archive has what the init phase loads without credentials, and nothing of the handler,
     * which is not called; its start gives what it gives without one.
     */
    @ParameterizedTest
    @ValueSource(strings = {"java17", "java25"})
    void aVersionStartsFromTheClassesOfItsInitPhase(String runtime) throws IOException {
        FunctionVersion version = version(runtime);
        String start = archived(version);
        assertThat(start).isEqualTo("\"in-init CustomerClassLoader /var/task/ false\"");
        assertThat(node.log("f"))
                .allMatch(line -> line.matches("(?s)(INIT_START|START|END|REPORT) .*"));
    }

    /** One that is damaged is as good as none. */
    @ParameterizedTest
    @ValueSource(strings = {"java17", "java25"})
    void aBrokenArchiveBreaksNoStart(String runtime) throws IOException {
        FunctionVersion version = version(runtime);
        archived(version);
        for (Path archive : archives()) {
            Path broken = Files.write(folder.resolve("broken"), new byte[100]);
            Files.move(broken, archive, StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            assertThat(another(version)).contains("CustomerClassLoader /var/task/ false");
            assertThat(node.log("f"))
                    .allMatch(line -> line.matches("(?s)(INIT_START|START|END|REPORT) .*"));
        } finally {
            for (Path archive : archives()) {
                FileTrees.delete(archive.getParent());
            }
        }
    }

    private static List<Path> archives() throws IOException {
        try (Stream<Path> all = Files.walk(RuntimeClients.FOLDER, 3)) {
            return all.filter(each -> each.endsWith("classes.jsa")).toList();
        }
    }

    /** What the first environment answers that starts from the version's archive. */
    private String archived(FunctionVersion version) {
        // The node gives a training two minutes.
        return Eventually.value(
                Duration.ofMinutes(4), () -> another(version), each -> each.contains("in-init"));
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
        return node.invoke("f", "{\"name\":\"duke\"}").payload().toString();
    }

    private FunctionVersion version(String runtime) throws IOException {
        Path source = folder.resolve("source/ex/Init.java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
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
                """);
        FunctionVersion version =
                node.version(
                        new LambdaNode.Source(
                                "f", runtime, "ex.Init::handle", Map.of("ex/.keep", "")),
                        ROOMY,
                        Map.of());
        String classes = version.code().root().toString();
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", "-d", classes, source.toString());
        assertThat(compiled).isZero();
        return version;
    }
}
