package dev.gatehouse.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Folders below {@code target} that tests fetch once, in whichever of their JVMs comes first. */
public final class Fetched {
    /** Fills a new folder. */
    public interface Fetch {
        void into(Path folder) throws IOException, InterruptedException;
    }

    private Fetched() {}

    /** Fetches a folder unless it is there. It is there whole or not at all. */
    public static void once(Path folder, Fetch fetch) throws IOException, InterruptedException {
        Path target = Path.of("target");
        try (FileChannel file =
                        FileChannel.open(
                                target.resolve(folder.getFileName() + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = file.lock()) {
            if (!Files.isDirectory(folder)) {
                Path draft = Files.createTempDirectory(target, "fetched");
                fetch.into(draft);
                Files.move(draft, folder);
            }
        }
    }
}
