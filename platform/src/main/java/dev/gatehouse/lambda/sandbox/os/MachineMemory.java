package dev.gatehouse.lambda.sandbox.os;

import dev.gatehouse.lambda.sandbox.cgroup.GroupFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory this machine has, or the container that the node runs in. */
public final class MachineMemory {

    /** Above all that machines have; control groups write their lack of a limit as such numbers. */
    private static final long NO_LIMIT = 1L << 50;

    /** Where a container sees the limits of its own group. */
    private static Stream<Path> limits() {
        return Stream.of(
                Path.of("/sys/fs/cgroup/memory.max"),
                Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
    }

    private MachineMemory() {}

    /**
     * In megabytes. Reads small files: the JVM's own bean costs a start some tens of milliseconds.
     */
    public static long megabytes() {
        long physical = GroupFiles.number(Path.of("/proc"), "meminfo", "MemTotal:") << 10;
        long machine = physical > 0 ? physical : ofThePlatform();
        long least = limits().mapToLong(MachineMemory::limit).reduce(machine, Math::min);
        return least >> 20;
    }

    private static long limit(Path file) {
        try {
            long bytes = Long.parseLong(Files.readString(file).strip());
            return bytes > 0 ? bytes : NO_LIMIT;
        } catch (IOException | NumberFormatException e) {
            return NO_LIMIT; // no such group, or "max"
        }
    }

    private static long ofThePlatform() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : NO_LIMIT;
    }
}
