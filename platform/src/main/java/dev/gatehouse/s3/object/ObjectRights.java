package dev.gatehouse.s3.object;

import dev.gatehouse.aws.s3.DeleteObjectRequest;
import dev.gatehouse.wire.RequestContext;

/** What policies say of one object among several that a request is about. */
@FunctionalInterface
public interface ObjectRights {

    /**
     * @throws dev.gatehouse.kernel.ServiceException the caller may not delete it
     */
    void requireDelete(RequestContext context, DeleteObjectRequest object);
}
