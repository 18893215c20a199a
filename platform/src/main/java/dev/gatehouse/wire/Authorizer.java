package dev.gatehouse.wire;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.ServiceException;

/** Decides whether a principal may call an operation with an input. */
@FunctionalInterface
public interface Authorizer {

    /**
     * @throws ServiceException the rejection
     */
    void authorize(RequestContext context, OperationModel operation, Structure input);

    /**
     * Whether it is known already that it may, without waiting: false also where that would have to
     * be looked up, and then {@link #authorize} is asked. Never blocks.
     */
    default boolean allowsAtHand(
            RequestContext context, OperationModel operation, Structure input) {
        return false;
    }

    /**
     * The same for what no model knows: by the name of its action, and for all resources.
     *
     * @param action such as {@code firehose:PutRecord}
     * @throws ServiceException the rejection
     */
    default void authorize(RequestContext context, String action) {
        if (context.principal().kind() != PrincipalKind.ROOT) {
            throw new ServiceException(
                    "AccessDeniedException",
                    403,
                    "User: %s is not authorized to perform: %s"
                            .formatted(context.principal().arn(), action));
        }
    }

    /** AWS's rejection of a principal that may not call an operation. */
    static ServiceException denied(RequestContext context, OperationModel operation) {
        boolean s3 = operation.service().name().equals("s3");
        boolean query = operation.service().wire().xmlNamespace() != null;
        if (s3 && context.principal().kind() == PrincipalKind.ANONYMOUS) {
            return new ServiceException("AccessDenied", 403, "Access Denied");
        }
        return new ServiceException(
                s3 || query ? "AccessDenied" : "AccessDeniedException",
                403,
                "User: %s is not authorized to perform: %s:%s"
                        .formatted(
                                context.principal().arn(),
                                operation.service().signingName(),
                                operation.name()));
    }
}
