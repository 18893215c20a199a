package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxReport;
import java.util.Optional;

/** What differs between the two namespace levels. */
public sealed interface Allocations extends AutoCloseable permits RootAllocations, UserAllocations {

    /** The size of {@code /tmp} that sandboxes have before anyone says otherwise: AWS's default. */
    int DEFAULT_STORAGE_MB = 512;

    /** The memory limit that sandboxes have until they are specialised. */
    int DEFAULT_MEMORY_MB = 512;

    Allocation next();

    /** Which names lead where inside its sandboxes. */
    SandboxNames names();

    /** Images for {@code /tmp}; empty where it is memory. */
    Optional<TmpImages> images();

    /** What this source has found out about the machine. */
    SandboxReport report();

    @Override
    void close();
}
