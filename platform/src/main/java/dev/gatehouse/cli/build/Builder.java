package dev.gatehouse.cli.build;

import java.nio.file.Path;

/** One way to turn sources into what Lambda runs. */
interface Builder {
    /** Whether this is the way for a folder. */
    boolean fits(CodeFolder folder);

    /** Whether a file of the sources is in the package as it is, and decides about nothing else. */
    boolean copies(String file);

    /** Fills {@code output} with what goes into the deployment package. */
    void build(CodeFolder folder, Path output);
}
