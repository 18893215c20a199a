package dev.gatehouse.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Files that could not be written since there is no room for them. */
public final class FullDisk {
    private FullDisk() {}

    /** What to throw for a failure: by name when the disk is full. */
    public static RuntimeException or(Path folder, IOException failure) {
        return of(folder, failure)
                .<RuntimeException>map(full -> full)
                .orElseGet(() -> new UncheckedIOException(failure));
    }

    /** The failure by name; empty when it has another cause. */
    public static Optional<StoreUnavailableException> of(Path folder, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left on device") || message.contains("quota exceeded")
                ? Optional.of(new StoreUnavailableException("no space left in " + folder, failure))
                : Optional.empty();
    }
}
