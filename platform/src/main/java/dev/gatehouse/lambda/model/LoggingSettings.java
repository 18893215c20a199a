package dev.gatehouse.lambda.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a version's output goes.
 *
 * @param format {@code Text} or {@code JSON}
 * @param group the log group
 * @param applicationLevel the function's own level, with JSON only
 * @param systemLevel Lambda's level, with JSON only
 */
public record LoggingSettings(
        String format,
        String group,
        @Nullable String applicationLevel,
        @Nullable String systemLevel) {
    /** The format that has levels. */
    public static final String JSON = "JSON";

    /** The format of functions that configure none. */
    public static final String TEXT = "Text";
}
