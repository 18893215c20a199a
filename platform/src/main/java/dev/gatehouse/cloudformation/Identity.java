package dev.gatehouse.cloudformation;

import dev.gatehouse.function.AwsCaller.CallerIdentity;
import dev.gatehouse.wire.RequestContext;

/** In whose name a stack's resources are made: the caller's own. */
final class Identity {
    private Identity() {}

    static CallerIdentity of(RequestContext context) {
        return new CallerIdentity(context.account(), context.region(), context.principal().arn());
    }
}
