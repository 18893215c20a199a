package dev.gatehouse.lambda.sandbox.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.SandboxSpec;
import dev.gatehouse.lambda.sandbox.Sandboxes;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.testkit.Eventually;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sandbox")
class ReadySandboxesTest {

    @Test
    void makesSandboxesAheadAlsoAfterAnError(@TempDir Path folder) throws Exception {
        SandboxSettings settings = new SandboxSettings(folder, 0, Optional.empty(), true, true);
        try (Sandboxes sandboxes = LevelChoice.start(settings)) {
            assumeThat(sandboxes).isInstanceOf(NamespaceSandboxes.class);
            Queue<NamespaceSandbox> made =
                    new ArrayDeque<>(List.of(open(sandboxes), open(sandboxes)));
            NamespaceSandbox first = made.remove();
            CountDownLatch asked = new CountDownLatch(2);
            try (ReadySandboxes ready =
                    new ReadySandboxes(
                            2,
                            first,
                            () -> {
                                asked.countDown();
                                if (asked.getCount() > 0) {
                                    throw new NoClassDefFoundError("org/example/Missing");
                                }
                                return made.remove();
                            })) {
                assertThat(asked.await(120, TimeUnit.SECONDS)).isTrue();
                assertThat(ready.take()).isSameAs(first);
            }
        }
    }

    @Test
    void aSandboxThatEndedWhileItWaitedIsNotTaken(@TempDir Path folder) throws Exception {
        SandboxSettings settings = new SandboxSettings(folder, 0, Optional.empty(), true, true);
        try (Sandboxes sandboxes = LevelChoice.start(settings)) {
            assumeThat(sandboxes).isInstanceOf(NamespaceSandboxes.class);
            NamespaceSandbox ended = open(sandboxes);
            NamespaceSandbox other = open(sandboxes);
            try (ReadySandboxes ready = new ReadySandboxes(1, ended, () -> other)) {
                ended.close();
                Eventually.holds(ended::isGone);
                assertThat(ready.take()).isSameAs(other);
            }
        }
    }

    private static NamespaceSandbox open(Sandboxes sandboxes) {
        return (NamespaceSandbox) sandboxes.open(new SandboxSpec(128, 512, List.of()));
    }
}
