package dev.gatehouse.s3.bucket;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.View;
import dev.gatehouse.s3.model.S3Errors;
import java.util.Set;

/** Access control lists: new buckets have none, and reject requests that want one. */
public final class Acls {
    private static final String CANNED = "ACL";

    /** What gives the bucket's owner no more and no less than having none. */
    private static final Set<Object> OF_THE_OWNER = Set.of("private", "bucket-owner-full-control");

    private static final Set<String> GRANTS =
            Set.of("GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP");

    private Acls() {}

    /** Rejects an input that grants anything to others. */
    public static void reject(View input) {
        for (Member member : input.data().shape().members()) {
            Object value = input.data().value(member.index());
            boolean grant = value != null && GRANTS.contains(member.name());
            boolean canned =
                    value != null && member.name().equals(CANNED) && !OF_THE_OWNER.contains(value);
            if (grant || canned) {
                throw S3Errors.badRequest(
                        "AccessControlListNotSupported", "The bucket does not allow ACLs");
            }
        }
    }
}
