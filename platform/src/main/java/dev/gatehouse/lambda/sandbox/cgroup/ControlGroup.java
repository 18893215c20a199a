package dev.gatehouse.lambda.sandbox.cgroup;

import java.nio.file.Path;
import java.util.List;

/** What the kernel counts and limits for all processes of one sandbox together. */
public interface ControlGroup {

    /** Directories whose {@code cgroup.procs} the sandbox's first process joins, then removed. */
    List<Path> directories();

    /** Sets the memory limit, and the weight against others that goes with it on AWS. */
    void limitMemory(int memoryMb);

    /** Holds to {@code memoryMb / 1,769} of a CPU, or lets go. */
    void holdCpu(int memoryMb, boolean held);

    /** Stops or continues all processes; false when this group cannot. */
    boolean freeze(boolean frozen);

    /** How often the kernel killed for memory so far. */
    long outOfMemoryKills();

    /** What all processes together had of the processors so far; 0 when unknown. */
    long cpuNanos();

    /** The most bytes in use at once so far; 0 when unknown. */
    long peakMemoryBytes();
}
