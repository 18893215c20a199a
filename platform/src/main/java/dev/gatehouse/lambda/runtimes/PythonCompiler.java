package dev.gatehouse.lambda.runtimes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Compiles a folder of Python sources ahead, so that read-only copies of it load fast. */
final class PythonCompiler {
    private static final int PATIENCE_SECONDS = 120;

    private final Interpreter python;

    PythonCompiler(Interpreter python) {
        this.python = python;
    }

    /**
     * Sources that do not compile stay as they are: their error belongs to whoever imports them.
     */
    void compile(Path folder) throws IOException {
        List<String> command =
                List.of(
                        python.executable().toString(),
                        "-S",
                        "-m",
                        "compileall",
                        "-q",
                        "--invalidation-mode",
                        "unchecked-hash",
                        folder.toString());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compiling " + folder, e);
        }
    }
}
