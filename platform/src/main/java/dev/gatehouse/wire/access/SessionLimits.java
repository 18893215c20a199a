package dev.gatehouse.wire.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;

/** What sessions may not call whatever policies say. */
final class SessionLimits {
    private SessionLimits() {}

    /**
     * STS API Reference, "GetFederationToken" and "GetSessionToken": such sessions may call no
     * operation of IAM and few of STS, unless they began with a second factor, which none does.
     */
    static boolean isClosed(Principal caller, OperationModel operation) {
        boolean same =
                caller.session() != null
                        && (caller.kind() == PrincipalKind.USER
                                || caller.kind() == PrincipalKind.ROOT);
        if (!same && caller.kind() != PrincipalKind.FEDERATED_USER) {
            return false;
        }
        return switch (operation.service().name()) {
            case "iam" -> true;
            // The operations that give sessions say so in words of their own.
            case "sts" ->
                    switch (operation.name()) {
                        case "GetCallerIdentity" -> false;
                        case "AssumeRole", "GetSessionToken", "GetFederationToken" -> !same;
                        default -> true;
                    };
            default -> false;
        };
    }
}
