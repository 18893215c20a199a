package dev.gatehouse.lambda.sandbox.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * No control group: the launcher looks every tenth of a second at what all processes have together,
 * tells the node, and ends them when it is too much, as the kernel would.
 */
public final class WatchedGroup implements ControlGroup {

    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong kills = new AtomicLong();

    /** The processes were seen to have so much together. */
    public void used(long bytes) {
        peak.accumulateAndGet(bytes, Math::max);
    }

    /** The processes had more than they may, and are being ended for it. */
    public void exceeded() {
        kills.incrementAndGet();
    }

    @Override
    public List<Path> directories() {
        return List.of();
    }

    @Override
    public void limitMemory(int memoryMb) {}

    @Override
    public void holdCpu(int memoryMb, boolean held) {}

    @Override
    public boolean freeze(boolean frozen) {
        return false;
    }

    @Override
    public long outOfMemoryKills() {
        return kills.get();
    }

    @Override
    public long cpuNanos() {
        return 0;
    }

    @Override
    public long peakMemoryBytes() {
        return peak.get();
    }
}
