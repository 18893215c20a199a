package dev.gatehouse.lambda.plan;

import java.nio.file.Path;

/**
 * A folder of this machine that a function sees, and writes to, in place of a file system of AWS's.
 *
 * @param folder the folder
 * @param target where the function sees it, below {@code /mnt}
 */
public record FileSystem(Path folder, String target) {}
