package dev.gatehouse.lambda.configuration;

import dev.gatehouse.aws.lambda.DurableConfig;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.plan.DurableSettings;
import org.jspecify.annotations.Nullable;

/**
 * {@code DurableConfig}: a function is durable from its creation, or never ("Configure Lambda
 * durable functions").
 */
final class DurableRules {
    private DurableRules() {}

    /** What a new function is. */
    static @Nullable DurableSettings create(@Nullable DurableConfig wanted) {
        if (wanted == null || isEmpty(wanted)) {
            return null;
        }
        if (wanted.executionTimeout() == null) {
            throw LambdaErrors.invalidParameter(
                    "ExecutionTimeout is a required parameter of DurableConfig.");
        }
        return new DurableSettings(
                wanted.executionTimeout(),
                ConfigurationChange.or(
                        wanted.retentionPeriodInDays(), DurableSettings.RETENTION_DAYS));
    }

    /** What an existing one becomes. */
    static @Nullable DurableSettings apply(
            @Nullable DurableSettings before, @Nullable DurableConfig wanted) {
        if (wanted == null || isEmpty(wanted)) {
            return before;
        }
        if (before == null) {
            throw LambdaErrors.invalidParameter(
                    "DurableConfig can only be set when the function is created.");
        }
        return new DurableSettings(
                ConfigurationChange.or(wanted.executionTimeout(), before.timeoutSeconds()),
                ConfigurationChange.or(wanted.retentionPeriodInDays(), before.retentionDays()));
    }

    private static boolean isEmpty(DurableConfig wanted) {
        return wanted.executionTimeout() == null && wanted.retentionPeriodInDays() == null;
    }
}
