package dev.gatehouse.lambda.sandbox;

import static dev.gatehouse.lambda.sandbox.SandboxHarness.python;
import static dev.gatehouse.lambda.sandbox.SandboxHarness.shell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.sandbox.SandboxHarness.Ran;
import dev.gatehouse.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that takes all it can get takes what its function has, and no more. */
@Tag("sandbox")
final class SandboxLimitsTest {

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
    void killsAMemoryHogAndSaysWhy() throws Exception {
        assumeTrue(harness.isRootLevel(), "memory is counted by control groups");
        try (Sandbox sandbox = harness.open(128)) {
            Ran ran = python(sandbox, "x = b'x' * (200 << 20); print(len(x))");
            assertThat(ran.exit()).isEqualTo(new SandboxExit(0, 9, true, Optional.empty()));
            assertThat(sandbox.peakMemoryBytes()).isBetween(100L << 20, 129L << 20);
            assertThat(shell(sandbox, "echo alive").output()).isEqualTo("alive");
        }
    }

    /** Neither children nor files in memory are a way around the limit. */
    @Test
    void countsChildrenAndFilesInMemory() throws Exception {
        String children =
                """
                import os, time
                for _ in range(8):
                    if os.fork() == 0:
                        x = b'x' * (40 << 20)
                        time.sleep(60)
                time.sleep(60)
                """;
        String files =
                """
                import os, time
                fds = [os.memfd_create(str(i)) for i in range(8)]
                for fd in fds:
                    for _ in range(40):
                        os.write(fd, b'x' * (1 << 20))
                time.sleep(60)
                """;
        for (String script : List.of(children, files)) {
            try (Sandbox sandbox = harness.open(128)) {
                SandboxProcess hog =
                        sandbox.start(SandboxHarness.command(SandboxHarness.PYTHON, "-c", script));
                if (harness.isRootLevel()) {
                    // The kernel ends the largest, which may be a child.
                    Eventually.holds(() -> sandbox.peakMemoryBytes() > 110L << 20);
                    hog.kill();
                } else {
                    assertThat(SandboxHarness.await(hog.exit()))
                            .isEqualTo(new SandboxExit(0, 9, true, Optional.empty()));
                }
                hog.output().close();
                assertThat(shell(sandbox, "echo alive").output()).isEqualTo("alive");
            }
        }
    }

    @Test
    void raisesTheMemoryLimitWhenSpecialised() throws Exception {
        assumeTrue(harness.isRootLevel(), "memory is counted by control groups");
        try (Sandbox sandbox = harness.open(128)) {
            sandbox.specialise(new SandboxSpec(512, 512, List.of()));
            assertThat(python(sandbox, "x = b'x' * (200 << 20); print(len(x))").output())
                    .isEqualTo(Integer.toString(200 << 20));
        }
    }

    @Test
    void fillsItsDiskAndGetsNoMore() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            Ran ran =
                    shell(
                            sandbox,
                            "dd if=/dev/zero of=/tmp/fill bs=1M count=700 2>&1 | head -1;"
                                    + " stat -c %s /tmp/fill");
            assertThat(ran.output()).contains("No space left on device");
            long bytes = Long.parseLong(ran.output().lines().toList().getLast());
            assertThat(bytes).isBetween(500L << 20, 530L << 20);
            // What is on /tmp is not the function's memory.
            assertThat(ran.exit().outOfMemory()).isFalse();
        }
    }

    @Test
    void givesTheEphemeralStorageThatWasAskedFor() throws Exception {
        assumeTrue(harness.isRootLevel(), "/tmp has one size only");
        try (Sandbox sandbox = harness.sandboxes().open(new SandboxSpec(128, 1024, List.of()))) {
            String free = shell(sandbox, "df -m --output=avail /tmp | tail -1").output().strip();
            assertThat(Integer.parseInt(free)).isBetween(1_000, 1_060);
        }
    }

    @Test
    void hasRoomForAsManyFilesAsMkfsGivesByDefault() throws Exception {
        assumeTrue(harness.isRootLevel(), "/tmp is memory");
        try (Sandbox sandbox = harness.open(128)) {
            String inodes = shell(sandbox, "df --output=iavail /tmp | tail -1").output().strip();
            assertThat(Integer.parseInt(inodes)).isGreaterThan(30_000);
        }
    }

    @Test
    void hearsNoEventsOfTheHost() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            String script =
                    """
                    import socket
                    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE).close()
                    try:
                        socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15)
                        print('uevents')
                    except OSError as e:
                        print(e.errno)
                    """;
            assertThat(python(sandbox, script).output()).isEqualTo("93");
        }
    }

    @Test
    void doesNotPushTheNodeAsideWhenItWakes() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            String policy = "import os; print(os.sched_getscheduler(0) == os.SCHED_BATCH)";
            assertThat(python(sandbox, policy).output().strip()).isEqualTo("True");
        }
    }

    @Test
    void stopsAForkBombAtItsLimit() throws Exception {
        String bomb =
                """
                import os, time
                children = 0
                try:
                    while children < 3000:
                        if os.fork() == 0:
                            time.sleep(60)
                        children += 1
                except OSError as e:
                    print(children, e.errno)
                """;
        try (Sandbox sandbox = harness.open(1024);
                Sandbox neighbour = harness.open(128)) {
            SandboxProcess process =
                    sandbox.start(SandboxHarness.command(SandboxHarness.PYTHON, "-u", "-c", bomb));
            SandboxExit exit = SandboxHarness.await(process.exit());
            byte[] said = new byte[64];
            int length = process.output().read(said);
            process.output().close();
            assertThat(exit.code()).isZero();
            assertThat(new String(said, 0, length, UTF_8)).matches("(?s)7[34]\\d 11\\s*");
            assertThat(shell(neighbour, "echo fine").output()).isEqualTo("fine");
        }
    }

    @Test
    void holdsABusyLoopToItsShareOfACpu() throws Exception {
        assumeTrue(harness.isRootLevel(), "CPU is shared out by control groups");
        String busy =
                """
                import time, resource
                end = time.monotonic() + 1
                while time.monotonic() < end: pass
                usage = resource.getrusage(resource.RUSAGE_SELF)
                print(int(1000 * (usage.ru_utime + usage.ru_stime)))
                """;
        try (Sandbox sandbox = harness.open(354)) {
            sandbox.holdToCpuShare(true);
            int held = Integer.parseInt(python(sandbox, busy).output());
            // 354 MB are a fifth of a CPU; a machine with other work gives it less.
            assertThat(held).isBetween(1, 320);
        }
    }

    @Test
    void limitsFilesProcessesAndCoreDumps() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(shell(sandbox, "cat /proc/self/limits").output())
                    .containsPattern("Max open files +1024 +1024")
                    .containsPattern("Max processes +742 +742")
                    .containsPattern("Max core file size +0 +0");
        }
    }

    @Test
    void standsStillWhileFrozen() throws Exception {
        assumeTrue(harness.isRootLevel(), "freezing needs a control group");
        try (Sandbox sandbox = harness.open(128)) {
            SandboxProcess ticker =
                    sandbox.start(
                            SandboxHarness.command(
                                    "/bin/sh", "-c", "while :; do echo tick; sleep 0.02; done"));
            AtomicLong heard = new AtomicLong();
            Thread listener = Thread.ofVirtual().start(() -> count(ticker.output(), heard));
            Eventually.holds(() -> heard.get() > 0);
            assumeTrue(sandbox.freeze(), "the kernel has no cgroup.freeze");
            AtomicLong before = new AtomicLong(-1);
            // What was in the pipe may still come.
            Eventually.stays(
                    Duration.ofMillis(120),
                    () -> {
                        long now = heard.get();
                        return before.getAndSet(now) == now;
                    });
            sandbox.thaw();
            Eventually.holds(() -> heard.get() > before.get());
            ticker.kill();
            listener.join();
        }
    }

    private static void count(InputStream output, AtomicLong heard) {
        try (output) {
            while (output.read() >= 0) {
                heard.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void diesFrozenToo() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            SandboxProcess sleeper = sandbox.start(SandboxHarness.command("/bin/sleep", "60"));
            sandbox.freeze();
            sandbox.reset();
            assertThat(SandboxHarness.await(sleeper.exit()).signal()).isEqualTo(9);
            sleeper.output().close();
        }
    }
}
