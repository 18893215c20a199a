package dev.gatehouse.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.lambda.sandbox.cgroup.CgroupTree;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a sandbox outlives it, whatever happens to the node. */
@Tag("sandbox")
final class SandboxLifecycleTest {

    private static final int CYCLES = 200;
    private static final int AT_ONCE = 4;

    /** Less than one for each cycle, and room for what other threads of this JVM happen to open. */
    private static final int OTHER_DESCRIPTORS = 40;

    @TempDir Path directory;

    @Test
    void twoHundredSandboxesLeaveNothingBehind() throws Exception {
        try (SandboxHarness harness = SandboxHarness.strongest(directory);
                ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
            String id = use(harness); // what is loaded and opened once, is
            long descriptors = Traces.descriptors();
            List<Callable<String>> cycles = new ArrayList<>();
            for (int i = 0; i < CYCLES; i++) {
                cycles.add(() -> use(harness));
            }
            for (Future<String> cycle : pool.invokeAll(cycles)) {
                cycle.get();
            }
            assertThat(Traces.of(directory, id).left()).isEmpty();
            assertThat(Traces.descriptors()).isLessThan(descriptors + OTHER_DESCRIPTORS);
        }
    }

    @Test
    void closingTheNodeClosesWhatIsOpenAndWhatIsReady() throws Exception {
        Sandboxes sandboxes =
                LevelChoice.start(new SandboxSettings(directory, 2, Optional.empty(), true, true));
        Sandbox open = sandboxes.open(new SandboxSpec(128, 512, List.of()));
        SandboxProcess sleeper = open.start(SandboxHarness.command("/bin/sleep", "600"));
        sandboxes.close();
        assertThat(SandboxHarness.await(sleeper.exit()).signal()).isEqualTo(9);
        sleeper.output().close();
        assertThat(Traces.of(directory, open.id()).left()).isEmpty();
    }

    @Test
    void aKilledNodeLeavesNothingBehind() throws Exception {
        Process node = startNode();
        try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
            Traces traces = tracesOf(said);
            assertThat(traces.left()).isNotEmpty();
            node.destroyForcibly().waitFor();
            waitForLaunchers(traces);
            SandboxHarness.strongest(directory).close();
            Eventually.asserted(() -> assertThat(traces.left()).isEmpty());
        }
    }

    @Test
    void takesDownWhatIsLeftWhenTheLaunchersWereKilledToo() throws Exception {
        Process node = startNode();
        try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
            Traces traces = tracesOf(said);
            List<ProcessHandle> launchers = node.children().toList();
            node.destroyForcibly();
            launchers.forEach(ProcessHandle::destroyForcibly);
            node.waitFor();
            Eventually.holds(() -> launchers.stream().noneMatch(ProcessHandle::isAlive));
            // This one removes it, unless a node of another test has claimed the number meanwhile.
            SandboxHarness.strongest(directory).close();
            Eventually.asserted(() -> assertThat(traces.left()).isEmpty());
        }
    }

    /** The kernel takes a killed launcher's network down in its own time: here it waits for us. */
    @Test
    void theNumberOfAKilledLauncherIsAsGoodAsNewAtOnce() throws Exception {
        try (SandboxHarness harness = SandboxHarness.strongest(directory)) {
            assumeTrue(harness.isRootLevel(), "only root makes cables");
            Sandbox killed = harness.open(128);
            ProcessHandle launcher = launcher(killed);
            ProcessHandle init = launcher.children().findFirst().orElseThrow();
            Path network = Path.of("/proc", Long.toString(init.pid()), "ns", "net");
            try (InputStream _ = Files.newInputStream(network)) {
                launcher.destroyForcibly();
                Eventually.holds(killed::isGone);
                killed.close();
                assertThat(use(harness)).isEqualTo(killed.id());
            }
        }
    }

    /** One that is slow to take its sandbox down leaves alone what came in its place meanwhile. */
    @Test
    void aLauncherRemovesNoGroupsButItsOwn() throws Exception {
        try (SandboxHarness harness = SandboxHarness.strongest(directory)) {
            assumeTrue(harness.isRootLevel(), "only root makes control groups");
            Sandbox killed = harness.open(128);
            List<Path> groups =
                    CgroupTree.find().places().stream()
                            .map(place -> place.resolve(killed.id()))
                            .toList();
            ProcessHandle launcher = launcher(killed);
            signal("STOP", launcher);
            launcher.children().forEach(ProcessHandle::destroyForcibly);
            for (Path group : groups) {
                Eventually.holds(() -> Files.readString(group.resolve("cgroup.procs")).isEmpty());
                Eventually.holds(() -> group.toFile().delete());
                Files.createDirectory(group);
            }
            signal("CONT", launcher);
            Eventually.holds(() -> !launcher.isAlive());
            assertThat(groups).allSatisfy(group -> assertThat(group).exists());
            killed.close();
        }
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        List<String> command = List.of("kill", "-" + name, Long.toString(process.pid()));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    private ProcessHandle launcher(Sandbox sandbox) {
        String control = directory.resolve("calls").resolve(sandbox.id()).toString();
        return ProcessHandle.current()
                .children()
                .filter(child -> arguments(child).contains(control))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> arguments(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of());
    }

    /** Opens, uses and closes one sandbox, and tells its id. */
    private static String use(SandboxHarness harness) throws Exception {
        try (Sandbox sandbox = harness.open(128)) {
            SandboxHarness.Ran ran =
                    SandboxHarness.shell(sandbox, "sleep 60 >/dev/null 2>&1 & echo hello");
            assertThat(ran.output()).isEqualTo("hello");
            return sandbox.id();
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
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** The node says its level, then the id of its sandbox once something runs in it. */
    private Traces tracesOf(BufferedReader said) throws IOException {
        String level = String.valueOf(said.readLine());
        assumeTrue(!level.equals("PROCESS"), "this machine allows no namespaces");
        return Traces.of(directory, String.valueOf(said.readLine()));
    }

    /** Without another node's help, only a socket or an empty group may be left after a moment. */
    private static void waitForLaunchers(Traces traces) throws Exception {
        List<String> alive = List.of("processes", "loop devices", "mounts", "interfaces");
        Eventually.holds(() -> Collections.disjoint(traces.left().keySet(), alive));
    }
}
