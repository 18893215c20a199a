package dev.gatehouse.lambda.sandbox;

import static dev.gatehouse.lambda.sandbox.SandboxHarness.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.testkit.Eventually;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The level of last resort, which every machine has. */
@Tag("sandbox")
final class ProcessSandboxTest {

    @TempDir Path directory;

    private SandboxHarness harness;

    @BeforeEach
    void start() {
        harness = SandboxHarness.ofLevel(directory.resolve("sandboxes"), SandboxLevel.PROCESS);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void startsNothingOnceItIsClosed() {
        Sandbox sandbox = harness.open(256);
        sandbox.close();
        assertThatThrownBy(() -> sandbox.start(SandboxHarness.command("/bin/sleep", "60")))
                .isInstanceOf(SandboxException.class);
    }

    @Test
    void leavesNothingOfASandboxThatCannotBeMade() {
        SandboxMount task = SandboxMount.of(directory, "/var/task");
        assertThatThrownBy(() -> harness.open(256, task, task))
                .isInstanceOf(SandboxException.class);
        assertThat(directory.resolve("sandboxes/process")).isEmptyDirectory();
    }

    @Test
    void isNotForANodeOfRootThatWasNotToldSo() {
        assumeTrue(System.getProperty("user.name").equals("root"));
        SandboxSettings settings =
                new SandboxSettings(directory, 0, Optional.of(SandboxLevel.PROCESS), true, false);
        assertThatThrownBy(() -> LevelChoice.start(settings))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("the node runs as root, and so would every function")
                .hasMessageContaining("sandbox=process-as-root");
    }

    @Test
    void saysThatItIsForTrustedCodeOnly() {
        assertThat(harness.sandboxes().report().warnings())
                .anyMatch(warning -> warning.contains("only code that you trust"));
    }

    @Test
    void findsCodeAndMergedLayersWhereTheyReallyAre() throws Exception {
        Path code = Files.createDirectories(directory.resolve("code"));
        Path first = directory.resolve("first");
        Files.createDirectories(first.resolve("lib"));
        Path second = directory.resolve("second");
        Files.createDirectories(second.resolve("lib"));
        Files.writeString(code.resolve("f"), "code");
        Files.writeString(first.resolve("lib/a"), "first");
        Files.writeString(first.resolve("lib/b"), "first");
        Files.writeString(second.resolve("lib/b"), "second");
        try (Sandbox sandbox =
                harness.open(
                        256,
                        SandboxMount.of(code, "/var/task"),
                        new SandboxMount("/opt", List.of(first, second)))) {
            assertThat(sandbox.locate("/var/task/f")).isEqualTo(code.resolve("f").toString());
            String files =
                    "cat "
                            + sandbox.locate("/var/task/f")
                            + " "
                            + sandbox.locate("/opt/lib")
                            + "/*";
            assertThat(shell(sandbox, files).output()).isEqualTo("codefirstsecond");
            assertThat(shell(sandbox, "echo x > $TMPDIR/x && cat $TMPDIR/x").output())
                    .isEqualTo("x");
        }
        assertThat(second.resolve("lib/b")).hasContent("second");
    }

    @Test
    void cannotReadOrWriteBesideItsOwnFiles() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        try (Sandbox sandbox = harness.open(256);
                Sandbox other = harness.open(256)) {
            if (harness.sandboxes().report().memory().contains("not limited")) {
                return; // no launcher on this machine: nothing is promised
            }
            assertThat(shell(sandbox, "cat " + secret).exit().code()).isNotZero();
            assertThat(shell(sandbox, "echo x > " + secret).exit().code()).isNotZero();
            assertThat(shell(sandbox, "ls " + other.locate("/tmp")).exit().code()).isNotZero();
            assertThat(shell(sandbox, "unshare -U true").exit().code()).isNotZero();
        }
    }

    @Test
    void listensOnAPortOfItsOwn() throws Exception {
        try (Sandbox sandbox = harness.open(256);
                Sandbox other = harness.open(256)) {
            assertThat(sandbox.runtimeApiAddress())
                    .startsWith("127.0.0.1:")
                    .isNotEqualTo(other.runtimeApiAddress())
                    .isNotEqualTo(sandbox.endpointAddress());
            try (SocketChannel client =
                            SocketChannel.open(sandbox.runtimeApiListener().getLocalAddress());
                    SocketChannel server = sandbox.runtimeApiListener().accept()) {
                server.write(ByteBuffer.wrap(new byte[] {1}));
                assertThat(client.read(ByteBuffer.allocate(8))).isEqualTo(1);
            }
        }
    }

    @Test
    void tellsHowAProgramEnded() throws Exception {
        try (Sandbox sandbox = harness.open(256)) {
            assertThat(shell(sandbox, "exit 7").exit().code()).isEqualTo(7);
            assertThat(shell(sandbox, "kill -11 $$").exit().signal()).isEqualTo(11);
            SandboxProcess patient =
                    sandbox.start(
                            SandboxHarness.command(
                                    "/bin/sh",
                                    "-c",
                                    "trap 'exit 3' TERM; echo up; while :; do sleep 0.01; done"));
            patient.output().readNBytes(3);
            patient.terminate();
            assertThat(SandboxHarness.await(patient.exit()).code()).isEqualTo(3);
        }
    }

    @Test
    void killsWhatItStartedAndRemovesItsFiles() throws Exception {
        Path process = directory.resolve("sandboxes/process");
        Sandbox sandbox = harness.open(256);
        SandboxProcess sleeper =
                sandbox.start(
                        SandboxHarness.command(
                                "/bin/sh", "-c", "sleep " + MARK + " & sleep " + MARK));
        Eventually.holds(() -> sleepers() == 2);
        sandbox.close();
        assertThat(sleepers()).isZero();
        assertThat(SandboxHarness.await(sleeper.exit()).signal()).isEqualTo(9);
        assertThat(process).isEmptyDirectory();
    }

    /** Of this JVM's processes alone. */
    private static final String MARK = "4711." + ProcessHandle.current().pid();

    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments().isPresent())
                .filter(process -> List.of(process.info().arguments().get()).contains(MARK))
                .count();
    }
}
