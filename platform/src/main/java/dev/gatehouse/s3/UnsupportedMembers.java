package dev.gatehouse.s3;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.View;
import dev.gatehouse.s3.model.S3Errors;
import java.util.Map;
import java.util.Set;

/**
 * What requests can ask of S3 and this node does not do: it is rejected under the name it has in
 * the request. A member means the same in every operation that has it.
 */
final class UnsupportedMembers {
    /** What may be asked for only as it is anyway. */
    private static final Map<String, String> FIXED =
            Map.of(
                    "ObjectOwnership", "BucketOwnerEnforced",
                    "StorageClass", "STANDARD");

    private static final Set<String> MEMBERS =
            Set.of(
                    "BucketKeyEnabled",
                    "BucketNamespace",
                    "CopySourceSSECustomerAlgorithm",
                    "CopySourceSSECustomerKey",
                    "CopySourceSSECustomerKeyMD5",
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

    /** Rejects an input that asks for any of them; false asks for nothing. */
    static void reject(View input) {
        for (Member member : input.data().shape().members()) {
            Object value = input.data().value(member.index());
            String fixed = FIXED.get(member.name());
            boolean asked =
                    fixed == null
                            ? MEMBERS.contains(member.name()) && !Boolean.FALSE.equals(value)
                            : !fixed.equals(value);
            S3Errors.reject(member.wireName(), asked ? value : null);
        }
    }
}
