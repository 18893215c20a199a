package dev.gatehouse.s3.object;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import dev.gatehouse.wire.RequestContext;

/** What policies say of what an operation does beside what it is called for. */
@FunctionalInterface
public interface ObjectRights {

    /**
     * @throws dev.gatehouse.kernel.ServiceException the caller may not call this operation so
     */
    void require(RequestContext context, Operation<?, ?> operation, View input);
}
