package dev.gatehouse.lambda.sandbox;

import static dev.gatehouse.lambda.sandbox.SandboxHarness.python;
import static dev.gatehouse.lambda.sandbox.SandboxHarness.run;
import static dev.gatehouse.lambda.sandbox.SandboxHarness.shell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.sandbox.SandboxHarness.Ran;
import dev.gatehouse.lambda.sandbox.os.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program of a sandbox sees, and what it does not. */
@Tag("sandbox")
final class SandboxIsolationTest {

    @TempDir static Path directory;

    private static SandboxHarness harness;

    @BeforeAll
    static void start() {
        harness = SandboxHarness.strongest(directory.resolve("sandboxes"));
        assumeTrue(
                harness.level() != SandboxLevel.PROCESS,
                "this machine allows no namespaces: " + harness.sandboxes().report().warnings());
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void showsNothingOfTheHostButTheSystem() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(shell(sandbox, "ls /").output().lines())
                    .isSubsetOf(
                            "bin",
                            "dev",
                            "etc",
                            "lambda-entrypoint.sh",
                            "lib",
                            "lib32",
                            "lib64",
                            "libx32",
                            "mnt",
                            "opt",
                            "proc",
                            "sbin",
                            "tmp",
                            "usr",
                            "var");
            assertThat(shell(sandbox, "test -x /lambda-entrypoint.sh").exit().code()).isZero();
            assertThat(shell(sandbox, "cat /etc/shadow " + directory).exit().code()).isNotZero();
            assertThat(shell(sandbox, "ls /etc").output()).doesNotContain("shadow", "ssh");
            assertThat(shell(sandbox, "ls /root /home /sys /run").exit().code()).isNotZero();
        }
    }

    @Test
    void seesItselfAsTheUserOfAws() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(shell(sandbox, "id -u; id -g; id -un; hostname").output())
                    .isEqualTo("993\n990\nsbx_user1051\nsandbox");
        }
    }

    @Test
    void keepsOnlyItsOwnEnvironment() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(run(sandbox, "/usr/bin/env").output()).isEqualTo("PATH=/usr/bin:/bin");
            // Nor does PID 1 give away the node's variables or paths.
            assertThat(shell(sandbox, "cat /proc/1/environ").exit().code()).isNotZero();
            assertThat(shell(sandbox, "cat /proc/1/cmdline").output())
                    .doesNotContain(directory.toString());
        }
    }

    @Test
    void mountsCodeReadOnlyAndMergesLayersLastOnTop() throws Exception {
        Path code = Files.createDirectories(directory.resolve("code"));
        Files.writeString(code.resolve("handler.py"), "print('code')");
        Path first = directory.resolve("first");
        Files.createDirectories(first.resolve("lib"));
        Path second = directory.resolve("second");
        Files.createDirectories(second.resolve("lib"));
        Files.writeString(first.resolve("lib/a"), "first");
        Files.writeString(first.resolve("lib/b"), "first");
        Files.writeString(second.resolve("lib/b"), "second");
        try (Sandbox sandbox =
                harness.open(
                        128,
                        SandboxMount.of(code, "/var/task"),
                        new SandboxMount("/opt", List.of(first, second)))) {
            assertThat(run(sandbox, SandboxHarness.PYTHON, "/var/task/handler.py").output())
                    .isEqualTo("code");
            assertThat(shell(sandbox, "cat /opt/lib/a /opt/lib/b").output())
                    .isEqualTo("firstsecond");
            assertThat(shell(sandbox, "echo x > /var/task/x || echo x > /opt/x").output())
                    .contains("Read-only file system");
            assertThat(shell(sandbox, "echo x > /x; touch /usr/x /var/x /etc/x").output().lines())
                    .hasSize(4)
                    .allMatch(line -> line.contains("Read-only file system"));
        }
    }

    @Test
    void specialisesASandboxInWhichAProgramAlreadyRuns() throws Exception {
        Path code = Files.createDirectories(directory.resolve("late"));
        Files.writeString(code.resolve("message"), "late code");
        try (Sandbox sandbox = harness.open(128)) {
            SandboxProcess waiting =
                    sandbox.start(
                            SandboxHarness.command(
                                    "/bin/sh",
                                    "-c",
                                    "until test -e /var/task/message; do sleep 0.01; done;"
                                            + " cat /var/task/message"));
            sandbox.specialise(
                    new SandboxSpec(256, 512, List.of(SandboxMount.of(code, "/var/task"))));
            try (var output = waiting.output()) {
                assertThat(output.readAllBytes()).asString(UTF_8).isEqualTo("late code");
            }
        }
    }

    @Test
    void mountsAnywhereAnInterpreterNeedsToBe() throws Exception {
        Path tree = directory.resolve("tool");
        Files.createDirectories(tree.resolve("bin"));
        Files.writeString(tree.resolve("bin/tool"), "#!/bin/sh\necho ran\n");
        tree.resolve("bin/tool").toFile().setExecutable(true, false);
        String target = "/home/somebody/.tools/1.2";
        try (Sandbox sandbox = harness.open(128, SandboxMount.of(tree, target))) {
            assertThat(run(sandbox, target + "/bin/tool").output()).isEqualTo("ran");
        } finally {
            // Names of mount points stay in the skeleton: put it back for the other tests.
            FileTree.delete(directory.resolve("sandboxes/root/home"));
        }
    }

    @Test
    void seesNoProcessButItsOwn() throws Exception {
        try (Sandbox one = harness.open(128);
                Sandbox other = harness.open(128)) {
            SandboxProcess sleeper = other.start(SandboxHarness.command("/bin/sleep", "30"));
            // PID 1, and the shell that expands the pattern.
            Ran processes = shell(one, "cat /proc/[0-9]*/comm");
            assertThat(processes.output().lines()).containsExactly("launcher", "sh");
            sleeper.output().close();
        }
    }

    @Test
    void sharesNoFilesBetweenSandboxes() throws Exception {
        try (Sandbox one = harness.open(128);
                Sandbox other = harness.open(128)) {
            shell(one, "echo secret > /tmp/secret; chmod 777 /tmp /tmp/secret");
            assertThat(shell(other, "ls -A /tmp").output()).isEmpty();
            assertThat(shell(one, "cat /tmp/secret").output()).isEqualTo("secret");
        }
    }

    @Test
    void holdsNoPrivilegeAndCanGainNone() throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(shell(sandbox, "grep -E '^(Cap|NoNew|Seccomp:)' /proc/self/status").output())
                    .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000")
                    .contains("CapInh:\t0000000000000000", "CapAmb:\t0000000000000000")
                    .contains("NoNewPrivs:\t1", "Seccomp:\t2");
            assertThat(shell(sandbox, "mount -t tmpfs x /mnt").exit().code()).isNotZero();
            assertThat(shell(sandbox, "unshare -U true").exit().code()).isNotZero();
            assertThat(shell(sandbox, "chroot / true").exit().code()).isNotZero();
            assertThat(shell(sandbox, "kill -9 1; kill -STOP 1; echo alive").output())
                    .endsWith("alive");
        }
    }

    @Test
    void rejectsTheSystemCallsThatReachBeyond() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "numbers are of x86-64");
        String script =
                """
                import ctypes
                libc = ctypes.CDLL(None, use_errno=True)
                EPERM, ENOSYS = 1, 38
                rejected = {'ptrace': 101, 'mount': 165, 'umount2': 166, 'pivot_root': 155,
                    'init_module': 175, 'add_key': 248, 'keyctl': 250, 'unshare': 272, 'setns': 308,
                    'perf_event_open': 298, 'process_vm_readv': 310, 'bpf': 321, 'userfaultfd': 323,
                    'open_tree': 428, 'move_mount': 429, 'fsopen': 430, 'pidfd_getfd': 438,
                    'open_by_handle_at': 304, 'chroot': 161, 'syslog': 103, 'reboot': 169}
                absent = {'clone3': 435, 'io_uring_setup': 425, 'not yet invented': 500,
                    'x32 getpid': 0x40000000 + 39}
                for calls, expected in ((rejected, EPERM), (absent, ENOSYS)):
                    for name, number in calls.items():
                        ctypes.set_errno(0)
                        result = libc.syscall(number, 0, 0, 0, 0, 0)
                        if result != -1 or ctypes.get_errno() != expected:
                            print(name, result, ctypes.get_errno())
                ctypes.set_errno(0)
                if libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) != -1: print('clone(NEWUSER)')
                if libc.socket(40, 1, 0) != -1: print('vsock')
                if libc.socket(17, 3, 0) != -1: print('packet')
                print('done')
                """;
        try (Sandbox sandbox = harness.open(128)) {
            assertThat(python(sandbox, script).output()).isEqualTo("done");
        }
    }

    @Test
    void rejectsToMountTwiceOrWhatIsNotThere() {
        SandboxMount missing = SandboxMount.of(directory.resolve("missing"), "/var/task");
        assertThatThrownBy(() -> harness.open(128, missing))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("No such file");
        assertThatThrownBy(() -> SandboxMount.of(directory, "/var/../etc"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
