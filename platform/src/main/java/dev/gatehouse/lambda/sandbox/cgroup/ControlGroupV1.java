package dev.gatehouse.lambda.sandbox.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group in each of the old hierarchies; freezing is the unified one's, which such machines mount
 * beside them without controllers.
 */
record ControlGroupV1(Path memory, Path cpu, Path pids, Optional<Path> unified)
        implements ControlGroup {

    private static final int SHARES_OF_ONE_CPU = 1_024;

    static ControlGroupV1 create(CgroupTree.V1 tree, String name, int processes) {
        ControlGroupV1 group =
                new ControlGroupV1(
                        GroupFiles.create(tree.memory(), name),
                        GroupFiles.create(tree.cpu(), name),
                        GroupFiles.create(tree.pids(), name),
                        tree.unified().map(parent -> GroupFiles.create(parent, name)));
        GroupFiles.write(group.pids, "pids.max", Integer.toString(processes));
        return group;
    }

    @Override
    public List<Path> directories() {
        return Stream.concat(Stream.of(memory, cpu, pids), unified.stream()).distinct().toList();
    }

    @Override
    public void limitMemory(int memoryMb) {
        String bytes = Long.toString((long) memoryMb << 20);
        // The limit with swap may never be the lower one: which comes first depends on the way.
        if (!GroupFiles.tryWrite(memory, "memory.limit_in_bytes", bytes)) {
            GroupFiles.tryWrite(memory, "memory.memsw.limit_in_bytes", bytes);
            GroupFiles.write(memory, "memory.limit_in_bytes", bytes);
        }
        GroupFiles.tryWrite(memory, "memory.memsw.limit_in_bytes", bytes);
        long shares = CpuShare.weight(memoryMb, SHARES_OF_ONE_CPU, 2, 262_144);
        GroupFiles.write(cpu, "cpu.shares", Long.toString(shares));
    }

    @Override
    public void holdCpu(int memoryMb, boolean held) {
        GroupFiles.write(cpu, "cpu.cfs_period_us", Long.toString(CpuShare.PERIOD_MICROS));
        long quota = held ? CpuShare.quotaMicros(memoryMb) : -1;
        GroupFiles.write(cpu, "cpu.cfs_quota_us", Long.toString(quota));
    }

    @Override
    public boolean freeze(boolean frozen) {
        return unified.isPresent()
                && GroupFiles.tryWrite(unified.get(), "cgroup.freeze", frozen ? "1" : "0");
    }

    @Override
    public long outOfMemoryKills() {
        return GroupFiles.number(memory, "memory.oom_control", "oom_kill ");
    }

    /** The unified hierarchy counts also where its controllers are none. */
    @Override
    public long cpuNanos() {
        return unified.map(GroupFiles::cpuNanos).orElse(0L);
    }

    @Override
    public long peakMemoryBytes() {
        return GroupFiles.number(memory, "memory.max_usage_in_bytes", "");
    }
}
