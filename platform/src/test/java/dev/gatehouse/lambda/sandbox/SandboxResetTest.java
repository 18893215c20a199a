package dev.gatehouse.lambda.sandbox;

import static dev.gatehouse.lambda.sandbox.SandboxHarness.shell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reset leaves nothing of a program behind but its files. */
@Tag("sandbox")
final class SandboxResetTest {

    /** Forks for ever; each child leaves its session and its parent. */
    private static final String FORK_BOMB =
            """
            import os, time
            print("bomb", flush=True)
            while True:
                try:
                    if os.fork() == 0:
                        os.setsid()
                except OSError:
                    pass
            """;

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

    private static String processes(Sandbox sandbox) throws Exception {
        return shell(sandbox, "grep -h ^Name: /proc/[0-9]*/status | sort | uniq -c").output();
    }

    @Test
    void endsWhatLeftItsSession() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            shell(sandbox, "for i in 1 2 3; do setsid sleep 600 >/dev/null 2>&1 & done");
            Eventually.asserted(() -> assertThat(processes(sandbox)).contains("3 Name:\tsleep"));
            sandbox.reset();
            assertThat(processes(sandbox)).doesNotContain("sleep");
        }
    }

    @Test
    void endsAForkBombAndStartsTheNextProgram() throws Exception {
        try (Sandbox sandbox = harness.open(1024)) {
            SandboxProcess bomb =
                    sandbox.start(SandboxHarness.command(SandboxHarness.PYTHON, "-c", FORK_BOMB));
            assertThat(bomb.output().readNBytes(4)).asString(UTF_8).isEqualTo("bomb");
            sandbox.reset();
            assertThat(SandboxHarness.await(bomb.exit()).signal()).isEqualTo(9);
            assertThat(processes(sandbox)).doesNotContain("python");
            bomb.output().close();
        }
    }

    @Test
    void keepsFiles() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            shell(sandbox, "echo kept > /tmp/file");
            sandbox.reset();
            assertThat(shell(sandbox, "cat /tmp/file").output()).isEqualTo("kept");
        }
    }

    @Test
    void saysThatASandboxIsGone() throws Exception {
        Sandbox sandbox = harness.open(128);
        sandbox.close();
        assertThatThrownBy(sandbox::reset).isInstanceOf(SandboxException.class);
    }
}
