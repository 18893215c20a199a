package dev.gatehouse.s3;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.View;
import java.util.Set;

/**
 * What requests can ask of S3 and this node does not do: it is refused under the name it has in the
 * request. A member means the same in every operation that has it.
 */
final class UnsupportedMembers {
    private static final Set<String> MEMBERS =
            Set.of(
                    "BucketKeyEnabled",
                    "BucketNamespace",
                    "IfMatchInitiatedTime",
                    "IfMatchLastModifiedTime",
                    "IfMatchSize",
                    "ObjectLockEnabledForBucket",
                    "ObjectLockLegalHoldStatus",
                    "ObjectLockMode",
                    "ObjectLockRetainUntilDate",
                    "SSECustomerAlgorithm",
                    "SSECustomerKey",
                    "SSECustomerKeyMD5",
                    "SSEKMSEncryptionContext",
                    "SSEKMSKeyId",
                    "WebsiteRedirectLocation",
                    "WriteOffsetBytes");

    private UnsupportedMembers() {}

    /** Refuses an input that asks for any of them; false asks for nothing. */
    static void refuse(View input) {
        for (Member member : input.data().shape().members()) {
            if (MEMBERS.contains(member.name())) {
                Object value = input.data().value(member.index());
                S3Errors.refuse(member.wireName(), Boolean.FALSE.equals(value) ? null : value);
            }
        }
    }
}
