package dev.gatehouse.lambda.sandbox;

import static dev.gatehouse.lambda.sandbox.SandboxHarness.shell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs are started, heard and told about, whatever they do. */
@Tag("sandbox")
final class SandboxProgramsTest {

    @TempDir static Path directory;

    private static SandboxHarness harness;

    @BeforeAll
    static void start() {
        harness = SandboxHarness.strongest(directory);
        assumeTrue(harness.level() != SandboxLevel.PROCESS, "this machine allows no namespaces");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void tellsHowAProgramEnded() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(shell(sandbox, "exit 7").exit())
                    .isEqualTo(new SandboxExit(7, 0, false, Optional.empty()));
            assertThat(shell(sandbox, "kill -11 $$").exit())
                    .isEqualTo(new SandboxExit(0, 11, false, Optional.empty()));
        }
    }

    @Test
    void tellsWhyAProgramCouldNotStart() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(SandboxHarness.run(sandbox, "/var/task/bootstrap").exit())
                    .isEqualTo(
                            new SandboxExit(
                                    127, 0, false, Optional.of("No such file or directory")));
            assertThat(SandboxHarness.run(sandbox, "/etc/passwd").exit().startFailure())
                    .contains("Permission denied");
        }
    }

    @Test
    void keepsTheOrderOfBothOutputs() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(shell(sandbox, "echo 1; echo 2 >&2; echo 3 > /dev/stdout").output())
                    .isEqualTo("1\n2\n3");
        }
    }

    @Test
    void framedLogsComeInTheOrderOfTheOutputs() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            SandboxProcess process =
                    sandbox.start(
                            new SandboxCommand(
                                    List.of(
                                            "/bin/sh",
                                            "-c",
                                            "echo 1; echo 2 >&$_LAMBDA_TELEMETRY_LOG_FD; echo 3"
                                                    + " >&2"),
                                    Map.of("A", "b"),
                                    "/tmp",
                                    true));
            try (var output = process.output()) {
                assertThat(new String(output.readAllBytes(), UTF_8)).isEqualTo("1\n2\n3\n");
            }
        }
    }

    /** A launcher that ignores a signal would have all that it starts ignore it, too. */
    @Test
    void ignoresNoSignalOnAProgramsBehalf() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(shell(sandbox, "grep -E 'SigBlk|SigIgn' /proc/self/status").output())
                    .isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000");
            assertThat(shell(sandbox, "(yes; echo $? >&2) | head -n 1").output())
                    .isEqualTo("y\n141");
        }
    }

    @Test
    void startsSeveralProgramsAndSignalsEach() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            String patient = "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.01; done";
            SandboxProcess runtime =
                    sandbox.start(SandboxHarness.command("/bin/sh", "-c", patient));
            SandboxProcess extension = sandbox.start(SandboxHarness.command("/bin/sleep", "60"));
            assertThat(runtime.output().readNBytes(3)).asString().isEqualTo("up\n");
            runtime.terminate();
            assertThat(SandboxHarness.await(runtime.exit()).code()).isEqualTo(3);
            assertThat(extension.exit().isComplete()).isFalse();
            extension.kill();
            assertThat(SandboxHarness.await(extension.exit()).signal()).isEqualTo(9);
            runtime.output().close();
            extension.output().close();
        }
    }

    @Test
    void killsAProgramTheMomentItWasStarted() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            for (int i = 0; i < 50; i++) {
                SandboxProcess process = sandbox.start(SandboxHarness.command("/bin/sleep", "60"));
                process.kill();
                assertThat(SandboxHarness.await(process.exit()).signal()).isEqualTo(9);
                process.output().close();
            }
        }
    }

    @Test
    void reapsOrphansAndStartsManyInARow() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            for (int i = 0; i < 100; i++) {
                SandboxHarness.Ran ran = shell(sandbox, "(sleep 0 &) ; echo " + i);
                assertThat(ran.output()).isEqualTo(Integer.toString(i));
            }
            Eventually.holds(
                    () ->
                            shell(sandbox, "grep -l 'State:.Z' /proc/[0-9]*/status")
                                    .output()
                                    .isEmpty());
        }
    }

    @Test
    void outputOutlivesTheSandbox() throws Exception {
        Sandbox sandbox = harness.open(128);
        SandboxProcess process =
                sandbox.start(SandboxHarness.command("/bin/sh", "-c", "echo last words; sleep 60"));
        byte[] first = process.output().readNBytes("last".length());
        sandbox.close();
        try (var output = process.output()) {
            assertThat(new String(first, UTF_8)).isEqualTo("last");
            assertThat(new String(output.readAllBytes(), UTF_8)).isEqualTo(" words\n");
        }
        assertThat(SandboxHarness.await(process.exit()).signal()).isEqualTo(9);
    }

    @Test
    void saysHowMuchCanBeReadWithoutWaiting() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            SandboxProcess process =
                    sandbox.start(
                            SandboxHarness.command("/bin/sh", "-c", "printf 12345; sleep 60"));
            try (var output = process.output()) {
                Eventually.holds(() -> output.available() == 5);
                assertThat(output.readNBytes(output.available())).asString().isEqualTo("12345");
                assertThat(output.available()).isZero();
            }
        }
    }

    @Test
    void aRunawayWriterWaitsForItsReader() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            SandboxProcess writer = sandbox.start(SandboxHarness.command("/usr/bin/yes"));
            Eventually.holds(() -> writer.output().available() >= 4_096);
            writer.kill();
            SandboxHarness.await(writer.exit());
            // A pipe's worth is all that piled up, in the kernel and not in the node.
            assertThat(writer.output().readAllBytes()).hasSizeBetween(4_096, 65_536);
            writer.output().close();
        }
    }
}
