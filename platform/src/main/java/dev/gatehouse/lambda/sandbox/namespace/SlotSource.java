package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.sandbox.SandboxReport;
import java.util.Optional;

/** What differs between the two namespace levels. */
public sealed interface SlotSource extends AutoCloseable permits RootSlots, UserSlots {

    /** The size of {@code /tmp} that slots have before anyone says otherwise: AWS's default. */
    int DEFAULT_STORAGE_MB = 512;

    /** The memory limit that slots have until they are specialised. */
    int DEFAULT_MEMORY_MB = 512;

    Slot next();

    /** Which names lead where inside its slots. */
    SlotNames names();

    /** Images for {@code /tmp}; empty where it is memory. */
    Optional<TmpImages> images();

    /** What this source has found out about the machine. */
    SandboxReport report();

    @Override
    void close();
}
