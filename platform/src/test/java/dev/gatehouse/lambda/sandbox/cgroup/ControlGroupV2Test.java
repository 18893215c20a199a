package dev.gatehouse.lambda.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to, and read from, the files of a unified control group. */
@Tag("unit")
final class ControlGroupV2Test {

    @TempDir Path place;

    @Test
    void givesMemoryAndCpuInAwsProportion() throws IOException {
        ControlGroupV2 group = ControlGroupV2.create(place, "0-1", 1_025);
        group.limitMemory(1_769);
        assertThat(file("pids.max")).isEqualTo("1025");
        assertThat(file("memory.max")).isEqualTo("1854930944");
        assertThat(file("cpu.weight")).isEqualTo("100");
        group.holdCpu(1_769, true);
        assertThat(file("cpu.max")).isEqualTo("20000 20000");
        group.holdCpu(128, true);
        assertThat(file("cpu.max")).isEqualTo("1447 20000");
        group.holdCpu(128, false);
        assertThat(file("cpu.max")).isEqualTo("max 20000");
    }

    @Test
    void countsKillsForMemory() throws IOException {
        ControlGroupV2 group = ControlGroupV2.create(place, "0-2", 1_025);
        assertThat(group.outOfMemoryKills()).isZero();
        Files.writeString(
                place.resolve("0-2/memory.events"), "low 0\noom 3\noom_kill 2\noom_group_kill 0\n");
        Files.writeString(place.resolve("0-2/memory.peak"), "1048576\n");
        assertThat(group.outOfMemoryKills()).isEqualTo(2);
        assertThat(group.peakMemoryBytes()).isEqualTo(1_048_576);
    }

    private String file(String name) throws IOException {
        return Files.readString(place.resolve("0-1").resolve(name));
    }
}
