package dev.gatehouse.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a sandbox outlives it, whatever happens to the node. */
final class SandboxLifecycleTest {

    private static final int CYCLES = 200;
    private static final int AT_ONCE = 4;

    @TempDir Path directory;

    @Test
    void twoHundredSandboxesLeaveNothingBehind() throws Exception {
        try (SandboxHarness harness = SandboxHarness.strongest(directory)) {
            use(harness); // what is loaded and opened once, is
            Map<String, Long> before = Traces.count(directory);
            long descriptors = Traces.descriptors();
            try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
                var all =
                        IntStream.range(0, CYCLES)
                                .mapToObj(
                                        i ->
                                                pool.submit(
                                                        () -> {
                                                            use(harness);
                                                            return i;
                                                        }))
                                .toList();
                for (var each : all) {
                    each.get();
                }
            }
            assertThat(Traces.count(directory)).isEqualTo(before);
            assertThat(Traces.descriptors()).isEqualTo(descriptors);
        }
    }

    @Test
    void closingTheNodeClosesWhatIsOpenAndWhatIsReady() throws Exception {
        Map<String, Long> before = Traces.count(directory);
        Sandboxes sandboxes =
                Sandboxes.start(new SandboxSettings(directory, 2, Optional.empty()));
        Sandbox open = sandboxes.open(new SandboxSpec(128, 512, List.of()));
        SandboxProcess sleeper = open.start(SandboxHarness.command("/bin/sleep", "600"));
        sandboxes.close();
        assertThat(SandboxHarness.await(sleeper.exit()).signal()).isEqualTo(9);
        sleeper.output().close();
        assertThat(Traces.count(directory)).isEqualTo(before);
    }

    @Test
    void aKilledNodeLeavesNothingBehind() throws Exception {
        Map<String, Long> before = Traces.count(directory);
        Process node = startNode();
        try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
            String level = said.readLine();
            assumeTrue(level != null && !level.equals("PROCESS"), "no namespaces here");
            assertThat(said.readLine()).isEqualTo("running");
            assertThat(Traces.count(directory)).isNotEqualTo(before);
            node.destroyForcibly().waitFor();
        }
        waitForLaunchers(before);
        // The firewall table and such go when the next node takes the same numbers, and leaves.
        SandboxHarness.strongest(directory).close();
        assertThat(Traces.count(directory)).isEqualTo(before);
    }

    @Test
    void takesDownWhatIsLeftWhenTheLaunchersWereKilledToo() throws Exception {
        Map<String, Long> before = Traces.count(directory);
        Process node = startNode();
        try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
            String level = said.readLine();
            assumeTrue(level != null && !level.equals("PROCESS"), "no namespaces here");
            said.readLine();
            List<ProcessHandle> launchers = node.children().toList();
            node.destroyForcibly();
            launchers.forEach(ProcessHandle::destroyForcibly);
            node.waitFor();
        }
        Thread.sleep(50);
        SandboxHarness.strongest(directory).close();
        assertThat(Traces.count(directory)).isEqualTo(before);
    }

    private static void use(SandboxHarness harness) throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            SandboxHarness.Ran ran =
                    SandboxHarness.run(sandbox, "/bin/sh", "-c", "sleep 60 >/dev/null 2>&1 & echo hello");
            assertThat(ran.exit().signal()).isZero();
        }
    }

    private Process startNode() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(DoomedNode.class.getName(), directory.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void waitForLaunchers(Map<String, Long> before) throws Exception {
        for (int i = 0; i < 200; i++) {
            Map<String, Long> now = Traces.count(directory);
            now.keySet().retainAll(List.of("processes", "interfaces"));
            if (before.entrySet().containsAll(now.entrySet())) {
                return;
            }
            Thread.sleep(10);
        }
    }
}
