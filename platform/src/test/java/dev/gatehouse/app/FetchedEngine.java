package dev.gatehouse.app;

import dev.gatehouse.app.engine.Engine;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.testkit.Fetched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The development engine, fetched once for all tests, in whichever of their JVMs comes first. */
public final class FetchedEngine {
    private static final Path FOLDER = Path.of("target", "engine");

    private FetchedEngine() {}

    private static PushTargets nothing() {
        throw new IllegalStateException("nothing is published");
    }

    /** Lets a node find it in its data folder. */
    static void in(Path data) throws IOException, InterruptedException {
        fetch();
        Files.createSymbolicLink(data.resolve("neighbours"), FOLDER.toAbsolutePath());
    }

    /** One without a node; it starts when its endpoint is asked for. */
    public static Engine alone() throws IOException, InterruptedException {
        fetch();
        return new Engine(FOLDER, FetchedEngine::nothing, Clock.SYSTEM);
    }

    private static void fetch() throws IOException, InterruptedException {
        Fetched.once(
                FOLDER,
                folder -> {
                    try (Engine engine = new Engine(folder, FetchedEngine::nothing, Clock.SYSTEM)) {
                        engine.endpoint();
                    }
                });
    }
}
