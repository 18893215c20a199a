package dev.gatehouse.app;

import dev.gatehouse.app.engine.Engine;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.testkit.Fetched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The development engine, fetched once for all tests, in whichever of their JVMs comes first. */
final class FetchedEngine {
    private static final Path FOLDER = Path.of("target", "engine");

    private FetchedEngine() {}

    private static PushTargets nothing() {
        throw new IllegalStateException("nothing is published");
    }

    /** Lets a node find it in its data folder. */
    static void in(Path data) throws IOException, InterruptedException {
        Fetched.once(
                FOLDER,
                folder -> {
                    try (Engine engine = new Engine(folder, FetchedEngine::nothing, Clock.SYSTEM)) {
                        engine.endpoint();
                    }
                });
        Files.createSymbolicLink(data.resolve("neighbours"), FOLDER.toAbsolutePath());
    }
}
