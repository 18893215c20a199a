package dev.gatehouse.lambda.sandbox.cgroup;

import java.nio.file.Path;
import java.util.List;

/** A group of the unified hierarchy that has the memory, cpu and pids controllers. */
record ControlGroupV2(Path directory) implements ControlGroup {

    private static final int WEIGHT_OF_ONE_CPU = 100;

    static ControlGroupV2 create(Path parent, String name, int processes) {
        Path directory = GroupFiles.create(parent, name);
        GroupFiles.write(directory, "pids.max", Integer.toString(processes));
        GroupFiles.tryWrite(directory, "memory.swap.max", "0");
        return new ControlGroupV2(directory);
    }

    @Override
    public List<Path> directories() {
        return List.of(directory);
    }

    @Override
    public void limitMemory(int memoryMb) {
        GroupFiles.write(directory, "memory.max", Long.toString((long) memoryMb << 20));
        long weight = CpuShare.weight(memoryMb, WEIGHT_OF_ONE_CPU, 1, 10_000);
        GroupFiles.write(directory, "cpu.weight", Long.toString(weight));
    }

    @Override
    public void holdCpu(int memoryMb, boolean held) {
        String quota = held ? Long.toString(CpuShare.quotaMicros(memoryMb)) : "max";
        GroupFiles.write(directory, "cpu.max", quota + " " + CpuShare.PERIOD_MICROS);
    }

    @Override
    public boolean freeze(boolean frozen) {
        return GroupFiles.tryWrite(directory, "cgroup.freeze", frozen ? "1" : "0");
    }

    @Override
    public long outOfMemoryKills() {
        return GroupFiles.number(directory, "memory.events", "oom_kill ");
    }

    @Override
    public long cpuNanos() {
        return GroupFiles.cpuNanos(directory);
    }

    @Override
    public long peakMemoryBytes() {
        return GroupFiles.number(directory, "memory.peak", "");
    }
}
