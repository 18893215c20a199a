package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.function.ServiceRoles;
import dev.gatehouse.kernel.Arn;
import org.jspecify.annotations.Nullable;

/** In whose name a stack's resources are made: the caller's own, or a role's that was passed. */
final class Actors {
    private static final String SERVICE = "cloudformation.amazonaws.com";
    private static final String SESSION = "AWSCloudFormation";

    private final ServiceRoles roles;

    Actors(ServiceRoles roles) {
        this.roles = roles;
    }

    /**
     * @param role the ARN of the role that was passed; null when none was
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when the account has no such
     *     role, or it does not trust CloudFormation
     */
    CallerIdentity acting(CallerIdentity caller, @Nullable String role) {
        if (role == null) {
            return caller;
        }
        return Arn.parse(role)
                .filter(arn -> arn.account().equals(caller.account().value()))
                .flatMap(arn -> roles.assume(arn, SERVICE, SESSION, stacks(caller)))
                .map(session -> new CallerIdentity(session, caller.region()))
                .orElseThrow(
                        () -> TemplateErrors.of("Role %s is invalid or cannot be assumed", role));
    }

    /** A role acts for any stack of its caller's. */
    private static Arn stacks(CallerIdentity caller) {
        return Arn.of("cloudformation", caller.region(), caller.account(), "stack/*");
    }
}
