package dev.gatehouse.sts;

import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.Principal.Session;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;

/** The credentials of functions' execution roles: keys of its own for each environment. */
final class FunctionRoles implements RoleCredentials {
    private static final String LAMBDA = "lambda.amazonaws.com";
    private static final Duration VALIDITY = Duration.ofHours(15);
    private static final int SESSION_NAME_MIN = 2;

    private final RoleDirectory roles;
    private final Sessions sessions;
    private final Clock clock;

    FunctionRoles(RoleDirectory roles, Sessions sessions, Clock clock) {
        this.roles = roles;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Credentials assume(Arn role, Arn function) {
        AssumableRole found =
                roles.find(role)
                        .filter(each -> Trust.allowsService(each, LAMBDA, function, clock.now()))
                        .orElseThrow(FunctionRoles::cannotBeAssumed);
        Session session = Session.ofFunction(found.issuer(), clock.now(), function);
        return sessions.issue(
                Principal.roleSession(found, named(name(function)), session), VALIDITY);
    }

    private static String name(Arn function) {
        return function.resource().substring(function.resource().indexOf(':') + 1);
    }

    /** STS takes no names of one letter, functions may have them. */
    private static String named(String function) {
        return function.length() < SESSION_NAME_MIN ? function + "@lambda_function" : function;
    }

    /** The role was deleted, or its trust policy changed, after the function was made. */
    private static ServiceException cannotBeAssumed() {
        return new ServiceException(
                "AccessDeniedException",
                403,
                "The role defined for the function cannot be assumed by Lambda.");
    }
}
