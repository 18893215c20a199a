package dev.gatehouse.lambda.sandbox;

import java.io.IOException;
import java.util.Optional;

/** What differs between the two namespace levels. */
sealed interface SlotSource extends AutoCloseable permits RootSlots, UserSlots {

    /** The size of {@code /tmp} that slots have before anyone says otherwise: AWS's default. */
    int DEFAULT_STORAGE_MB = 512;

    /** The memory limit that slots have until they are specialised. */
    int DEFAULT_MEMORY_MB = 512;

    Slot next();

    /** The listeners of a slot whose init has said that it is ready. */
    SlotListeners listeners(Monitor monitor, Frame ready) throws IOException;

    /** Images for {@code /tmp}; empty where it is memory. */
    Optional<TmpImages> images();

    /** What this source has found out about the machine. */
    SandboxReport report();

    @Override
    void close();
}
