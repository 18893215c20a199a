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
        String message = Denial.message(caller, action, resource.arn(), decision);
        if (service.wire().protocols().getFirst() != ProtocolName.REST_XML) {
            return of(service, message);
        }
        // S3 explains itself within an account only.
        return of(
                service,
                ownAccount
                        ? Denial.message(caller, action, '"' + resource.arn() + '"', decision)
                        : "Access Denied");
    }

    /** A denial in a service's form. */
    static ServiceException of(ServiceModel service, String message) {
        return switch (service.wire().protocols().getFirst()) {
            case REST_XML, AWS_QUERY -> new ServiceException("AccessDenied", 403, message);
            case REST_JSON_1 -> new ServiceException("AccessDeniedException", 403, message);
            case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR ->
                    new ServiceException("AccessDeniedException", 400, message);
        };
    }
}
