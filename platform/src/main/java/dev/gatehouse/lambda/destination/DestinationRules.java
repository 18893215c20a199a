package dev.gatehouse.lambda.destination;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.model.LambdaErrors;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which destinations a function may have: those that can be reached, and that its execution role
 * may write to.
 */
public final class DestinationRules {
    private static final int FORBIDDEN = 403;

    private final RoleServices services;

    public DestinationRules(RoleServices services) {
        this.services = services;
    }

    /**
     * Rejects what cannot be the destination of records.
     *
     * @param onSuccess null for none; empty too
     * @param onFailure null for none; empty too
     */
    public void check(
            @Nullable String onSuccess, @Nullable String onFailure, String role, Region region) {
        if (onSuccess != null && !onSuccess.isEmpty()) {
            Target target = Target.of(onSuccess);
            if (target == null || target.service().equals("s3")) {
                throw invalid("onSuccess=OnSuccess(destination=%s), onFailure=null", onSuccess);
            }
            require(target, role, region);
        }
        if (onFailure != null && !onFailure.isEmpty()) {
            Target target = Target.of(onFailure);
            if (target == null) {
                throw invalid("onSuccess=null, onFailure=OnFailure(destination=%s)", onFailure);
            }
            require(target, role, region);
        }
    }

    /** Rejects what cannot be a dead-letter queue: anything but a queue or a topic. */
    public void checkDeadLetters(String arn, String role, Region region) {
        Target target = Target.of(arn);
        if (target == null || !target.service().equals("sqs") && !target.service().equals("sns")) {
            throw LambdaErrors.invalidParameter(
                    "The provided target ARN " + arn + " of the dead-letter queue is invalid.");
        }
        requireServed(target);
        if (isDenied(target, role, region)) {
            throw LambdaErrors.invalidParameter(
                    "The provided execution role does not have permissions to call %s on %s"
                            .formatted(
                                    target.operation(), target.service().toUpperCase(Locale.ROOT)));
        }
    }

    private void require(Target target, String role, Region region) {
        requireServed(target);
        if (isDenied(target, role, region)) {
            throw LambdaErrors.invalidParameter(
                    "The function's execution role does not have permissions to call %s on %s"
                            .formatted(target.operation(), target.arn()));
        }
    }

    private void requireServed(Target target) {
        if (!services.serves(target.service())) {
            throw LambdaErrors.invalidParameter(
                    ("The destination %s is not supported by this Gatehouse, which has no endpoint"
                                    + " of the service: set endpoint.%s")
                            .formatted(target.arn(), target.service()));
        }
    }

    private boolean isDenied(Target target, String role, Region region) {
        Arn executionRole = Arn.parse(role).orElseThrow();
        try {
            services.authorize(
                    executionRole, region, target.service(), target.operation(), target.input());
            return false;
        } catch (ServiceException denied) {
            if (denied.status() != FORBIDDEN && !denied.code().startsWith("AccessDenied")) {
                throw denied;
            }
            return true;
        }
    }

    private static ServiceException invalid(String config, String arn) {
        return LambdaErrors.invalidParameter(
                "The provided destination config DestinationConfig(%s) is invalid."
                        .formatted(config.formatted(arn)));
    }
}
