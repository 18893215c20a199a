package dev.gatehouse.cloudformation;

import dev.gatehouse.aws.cloudformation.DeploymentConfig;
import dev.gatehouse.aws.cloudformation.RollbackConfiguration;
import dev.gatehouse.cloudformation.stack.Failure;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an operation is to go, as requests say it. */
final class RequestedTerms {
    private static final int MOST_TOPICS = 5;

    private RequestedTerms() {}

    /**
     * What becomes of the stack when the operation fails.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when that is said twice
     */
    static Failure failure(
            @Nullable String onFailure,
            @Nullable Boolean disableRollback,
            @Nullable DeploymentConfig config) {
        boolean kept = Boolean.TRUE.equals(disableRollback) || keeps(config);
        if (onFailure == null) {
            return kept ? Failure.KEEP : Failure.ROLLBACK;
        }
        if (disableRollback != null) {
            throw TemplateErrors.of(
                    "You can specify either DisableRollback or OnFailure, but not both.");
        }
        return switch (onFailure) {
            case "DO_NOTHING" -> Failure.DO_NOTHING;
            case "DELETE" -> Failure.DELETE;
            default -> Failure.ROLLBACK;
        };
    }

    private static boolean keeps(@Nullable DeploymentConfig config) {
        return config != null && Boolean.TRUE.equals(config.disableRollback());
    }

    static @Nullable String mode(@Nullable DeploymentConfig config) {
        return config == null ? null : config.mode();
    }

    /**
     * Rejects alarms that would roll an operation back, which nobody watches here; a configuration
     * without any asks for nothing.
     */
    static void rejectTriggers(@Nullable RollbackConfiguration configuration) {
        if (configuration != null) {
            Requested.reject(
                    "RollbackConfiguration.RollbackTriggers", configuration.rollbackTriggers());
            Integer minutes = configuration.monitoringTimeInMinutes();
            Requested.reject(
                    "RollbackConfiguration.MonitoringTimeInMinutes",
                    minutes != null && minutes > 0);
        }
    }

    /** The topics to notify, checked for their form. */
    static @Nullable List<String> topics(@Nullable List<String> arns) {
        if (arns == null) {
            return null;
        }
        if (arns.size() > MOST_TOPICS) {
            throw TemplateErrors.of(
                    "1 validation error detected: Value '%s' at 'notificationARNs' failed to"
                            + " satisfy constraint: Member must have length less than or equal to"
                            + " 5",
                    arns);
        }
        for (String arn : arns) {
            if (!arn.startsWith("arn:") || !arn.contains(":sns:")) {
                throw TemplateErrors.of("SNS topic ARN [%s] is invalid", arn);
            }
        }
        return arns;
    }
}
