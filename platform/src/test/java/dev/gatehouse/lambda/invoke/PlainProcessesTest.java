package dev.gatehouse.lambda.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.FileTrees;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionResources;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxLevel;
import dev.gatehouse.lambda.sandbox.SandboxSettings;
import dev.gatehouse.lambda.sandbox.level.LevelChoice;
import dev.gatehouse.lambda.schedule.ScheduleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions where no stronger sandbox works. */
@Tag("sandbox")
class PlainProcessesTest {
    private Path folder;
    private LambdaNode node;

    @BeforeEach
    void start(@TempDir Path folder) {
        this.folder = folder;
        SandboxSettings settings =
                new SandboxSettings(
                        folder.resolve("sandboxes"),
                        0,
                        Optional.of(SandboxLevel.PROCESS),
                        true,
                        true);
        node = new LambdaNode(folder, LevelChoice.start(settings), ScheduleSettings.defaults());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aRuntimeStartsInItsPackageAlsoWhereThatLiesBelowTmp() throws IOException {
        Path below = Files.createTempDirectory(Path.of("/tmp"), "gatehouse-below-tmp");
        try {
            Files.writeString(below.resolve("bootstrap"), "#!/bin/sh\n[ -f here ] && exit 7\n");
            Files.writeString(below.resolve("here"), "");
            assertThat(below.resolve("bootstrap").toFile().setExecutable(true)).isTrue();
            InvocationResult result = invoke(below);
            assertThat(result.payload().toString()).contains("exit status 7");
        } finally {
            FileTrees.delete(below);
        }
    }

    @Test
    void anEventIsAnsweredWhenItsRuntimeCannotBeStarted() {
        assertThatThrownBy(() -> invoke(folder.resolve("gone")))
                .isInstanceOf(ServiceException.class);
    }

    private InvocationResult invoke(Path code) {
        LambdaNode.Source source =
                new LambdaNode.Source("plain", "provided.al2023", "bootstrap", Map.of());
        FunctionVersion made = node.version(source, new FunctionResources(256, 10, 512), Map.of());
        node.publish(
                new FunctionVersion(
                        made.function(),
                        made.version(),
                        made.revision(),
                        new FunctionCode(code, made.code().layers(), "x86_64"),
                        made.launch(),
                        made.resources(),
                        made.logging(),
                        made.state()),
                OptionalInt.empty());
        return node.invoke("plain", "{}");
    }
}
