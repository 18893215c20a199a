package dev.gatehouse.lambda.code;

import java.nio.file.Path;

/**
 * What is done once to an unpacked package so that starts from it are fast: Python's byte code, for
 * one. Versions may run from the package meanwhile, so it may add files and never changes one.
 */
@FunctionalInterface
public interface PackagePreparation {
    /**
     * Prepares {@code tree} for {@code runtime}. Blocks, for a bounded time; a failure is its own
     * affair, since the function also runs without it.
     */
    void prepare(Path tree, String runtime);
}
