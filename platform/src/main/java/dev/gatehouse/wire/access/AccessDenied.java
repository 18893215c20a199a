package dev.gatehouse.wire.access;

import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.aws.ServiceModel;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Denial;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.ServiceException;

/** The errors of calls that are not allowed, as each kind of service writes them. */
final class AccessDenied {
    private AccessDenied() {}

    static ServiceException of(
            Principal caller,
            ServiceModel service,
            String action,
            ProtectedResource resource,
            Decision decision) {
        boolean ownAccount =
                caller.kind() != PrincipalKind.ANONYMOUS
                        && caller.account().equals(resource.account());
        ProtocolName protocol = service.wire().protocols().getFirst();
        return switch (protocol) {
            case REST_XML ->
                    denied(
                            "AccessDenied",
                            403,
                            // S3 explains itself within an account only.
                            ownAccount
                                    ? Denial.message(
                                            caller, action, '"' + resource.arn() + '"', decision)
                                    : "Access Denied");
            case AWS_QUERY ->
                    denied("AccessDenied", 403, message(caller, action, resource, decision));
            case REST_JSON_1 ->
                    denied(
                            "AccessDeniedException",
                            403,
                            message(caller, action, resource, decision));
            case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR ->
                    denied(
                            "AccessDeniedException",
                            400,
                            message(caller, action, resource, decision));
        };
    }

    private static String message(
            Principal caller, String action, ProtectedResource resource, Decision decision) {
        return Denial.message(caller, action, resource.arn(), decision);
    }

    private static ServiceException denied(String code, int status, String message) {
        return new ServiceException(code, status, message);
    }
}
