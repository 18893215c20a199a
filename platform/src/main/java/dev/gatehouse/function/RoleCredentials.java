package dev.gatehouse.function;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.kernel.Arn;

/** Where a function's environment gets the temporary credentials of its execution role. */
public interface RoleCredentials {

    /**
     * Credentials of a role for one execution environment. Blocks; not for event loops.
     *
     * @param role the function's execution role
     * @param sessionName the session's name in the principal's ARN; Lambda uses the function's name
     * @throws dev.gatehouse.kernel.ServiceException when the role cannot be assumed
     */
    Credentials assume(Arn role, String sessionName);
}
