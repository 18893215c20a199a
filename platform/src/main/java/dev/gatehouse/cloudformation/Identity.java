package dev.gatehouse.cloudformation;

import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.wire.RequestContext;

/** Who asks; a stack's resources are made in their name unless a role was passed. */
final class Identity {
    private static final String SERVICE = "cloudformation.amazonaws.com";

    private Identity() {}

    static CallerIdentity of(RequestContext context) {
        return new CallerIdentity(context.principal(), context.region(), context.origin().via())
                .through(SERVICE);
    }
}
