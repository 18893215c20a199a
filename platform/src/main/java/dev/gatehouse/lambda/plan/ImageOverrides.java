package dev.gatehouse.lambda.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function says in place of what its image says of its program; null leaves the image's.
 *
 * @param entryPoint the program and its first arguments
 * @param command its further arguments
 * @param workingDirectory where it starts
 */
public record ImageOverrides(
        @Nullable List<String> entryPoint,
        @Nullable List<String> command,
        @Nullable String workingDirectory) {
    /** Those of a function that says nothing. */
    public static final ImageOverrides NONE = new ImageOverrides(null, null, null);
}
