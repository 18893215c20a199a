package dev.gatehouse.lambda.configuration;

import dev.gatehouse.aws.lambda.LoggingConfig;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LoggingSettings;
import org.jspecify.annotations.Nullable;

/** How a logging configuration changes: levels exist with JSON only, and have defaults there. */
final class LoggingRules {
    private static final String DEFAULT_LEVEL = "INFO";

    private LoggingRules() {}

    /** The logging of a function that configures none. */
    static LoggingSettings defaults(String functionName) {
        return new LoggingSettings(LoggingSettings.TEXT, "/aws/lambda/" + functionName, null, null);
    }

    static LoggingSettings apply(LoggingSettings before, @Nullable LoggingConfig wanted) {
        if (wanted == null) {
            return before;
        }
        String format = ConfigurationChange.or(wanted.logFormat(), before.format());
        String group = ConfigurationChange.or(wanted.logGroup(), before.group());
        if (!format.equals(LoggingSettings.JSON)) {
            rejectLevels(wanted);
            return new LoggingSettings(format, group, null, null);
        }
        return new LoggingSettings(
                format,
                group,
                level(wanted.applicationLogLevel(), before.applicationLevel()),
                level(wanted.systemLogLevel(), before.systemLevel()));
    }

    private static void rejectLevels(LoggingConfig wanted) {
        if (wanted.applicationLogLevel() != null || wanted.systemLogLevel() != null) {
            throw LambdaErrors.invalidParameter(
                    "LogLevel is not supported when LogFormat is set to \"Text\". Remove LogLevel"
                            + " from your request or change the LogFormat to \"JSON\" and try"
                            + " again.");
        }
    }

    private static String level(@Nullable String wanted, @Nullable String before) {
        if (wanted != null) {
            return wanted;
        }
        return before == null ? DEFAULT_LEVEL : before;
    }
}
