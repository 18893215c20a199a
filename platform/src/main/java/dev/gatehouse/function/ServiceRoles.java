package dev.gatehouse.function;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Arn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets an AWS service act in the name of a role that was passed to it. */
@FunctionalInterface
public interface ServiceRoles {

    /**
     * Who a service is while it acts for a role. Blocks; only for the control plane.
     *
     * @param role the role that was passed
     * @param service who wants to act, such as {@code cloudformation.amazonaws.com}
     * @param sessionName the session's name in the principal's ARN
     * @param source the ARN of the resource it acts for ({@code aws:SourceArn}); null when that is
     *     yet to be made
     * @return the session; empty when there is no such role, or it does not trust the service
     */
    Optional<Principal> assume(Arn role, String service, String sessionName, @Nullable Arn source);
}
