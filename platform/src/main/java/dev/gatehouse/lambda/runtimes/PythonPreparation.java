package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles the Python sources of a deployment package before functions run from it: its tree is
 * read-only for them, so what is not compiled now is compiled at every cold start.
 */
final class PythonPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(PythonPreparation.class);
    private static final long LARGEST_SOURCE_BYTES = 2_000_000;

    private final Interpreters interpreters;

    PythonPreparation(Interpreters interpreters) {
        this.interpreters = interpreters;
    }

    void prepare(Path tree, RuntimeId runtime) {
        try {
            if (isHarmless(tree)) {
                new PythonCompiler(interpreters.find(runtime).interpreter()).compile(tree);
            }
        } catch (IOException | RuntimeUnavailable e) {
            LOG.debug("{} stays as it is", tree, e);
        }
    }

    /**
     * The compiler runs as the node, not as the function: it must not follow a package's links to
     * files of this machine, nor be fed a source that takes all memory.
     */
    private static boolean isHarmless(Path tree) throws IOException {
        Inspection inspection = new Inspection();
        Files.walkFileTree(tree, inspection);
        return inspection.harmless && inspection.python;
    }

    /** Looks at every file, following no link. */
    private static final class Inspection extends SimpleFileVisitor<Path> {
        private boolean harmless = true;
        private boolean python;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean source = file.toString().endsWith(".py");
            python |= source;
            harmless =
                    !attributes.isSymbolicLink()
                            && !(source && attributes.size() > LARGEST_SOURCE_BYTES);
            return harmless ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }
    }
}
