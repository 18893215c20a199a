package dev.gatehouse.lambda.plan;

/**
 * Where a version's output goes.
 *
 * @param group the log group, by default {@code /aws/lambda/<name>}
 * @param format lines as the function writes them, or JSON documents
 * @param applicationLevel least level of the function's own records in JSON format, {@code INFO} by
 *     default
 * @param systemLevel least level of Lambda's records in JSON format
 */
public record FunctionLogging(
        String group, Format format, String applicationLevel, String systemLevel) {

    /** Lambda's log formats. */
    public enum Format {
        /** Lines of text. */
        TEXT,
        /** One JSON document a record. */
        JSON
    }

    /** The logging of a function that configures none. */
    public static FunctionLogging text(String group) {
        return new FunctionLogging(group, Format.TEXT, "INFO", "INFO");
    }
}
