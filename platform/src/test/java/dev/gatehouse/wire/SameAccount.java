package dev.gatehouse.wire;

import dev.gatehouse.identity.PrincipalKind;

/** For tests that are about what is authorized, and not about who is. */
public final class SameAccount {
    /**
     * Lets every principal of an account do everything in that account, and nobody else anything
     * but what the model opens to all.
     */
    public static final Authorizer AUTHORIZER =
            (context, operation, _) -> {
                boolean nobody = context.principal().kind() == PrincipalKind.ANONYMOUS;
                boolean own = context.principal().account().equals(context.account());
                if (nobody ? !operation.unsigned() : !own) {
                    throw Authorizer.denied(context, operation);
                }
            };

    private SameAccount() {}
}
