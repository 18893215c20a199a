package dev.gatehouse.s3;

import org.jspecify.annotations.Nullable;

/** Access control lists: new buckets have none, and refuse requests that want one. */
final class Acls {
    private Acls() {}

    static void refuse(@Nullable String canned, @Nullable String... grants) {
        boolean owners =
                canned == null
                        || canned.equals("private")
                        || canned.equals("bucket-owner-full-control");
        boolean granted = false;
        for (String grant : grants) {
            granted |= grant != null;
        }
        if (!owners || granted) {
            throw S3Errors.badRequest(
                    "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
    }
}
