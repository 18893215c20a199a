package dev.gatehouse.lambda.model;

import dev.gatehouse.kernel.RequestId;

/** Lambda's RevisionIds, which are random UUIDs. */
public final class RevisionId {
    private RevisionId() {}

    public static String next() {
        return RequestId.next().value();
    }
}
