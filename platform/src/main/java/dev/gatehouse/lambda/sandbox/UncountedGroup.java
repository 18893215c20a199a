package dev.gatehouse.lambda.sandbox;

import java.nio.file.Path;
import java.util.List;

/** No control group at all. */
final class UncountedGroup implements ControlGroup {

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
        return 0;
    }

    @Override
    public long peakMemoryBytes() {
        return 0;
    }
}
