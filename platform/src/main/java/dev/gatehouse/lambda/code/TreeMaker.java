package dev.gatehouse.lambda.code;

import java.io.IOException;
import java.nio.file.Path;

/** Puts the files of a package that is no zip archive into an empty folder. */
@FunctionalInterface
public interface TreeMaker {
    void fill(Path folder) throws IOException;
}
