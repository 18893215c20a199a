package dev.gatehouse.function;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.kernel.Arn;

/** Where a function's environment gets the temporary credentials of its execution role. */
public interface RoleCredentials {

    /**
     * Credentials of a role for one execution environment. Blocks; not for event loops.
     *
     * @param role the function's execution role
     * @param function the function, without a qualifier; its name is the session's in the
     *     principal's ARN
     * @throws dev.gatehouse.kernel.ServiceException when the role cannot be assumed
     */
    Credentials assume(Arn role, Arn function);
}
