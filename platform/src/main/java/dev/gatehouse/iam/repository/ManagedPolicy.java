package dev.gatehouse.iam.repository;

import dev.gatehouse.aws.iam.Policy;
import dev.gatehouse.aws.iam.PolicyVersion;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.PolicyDocuments;

/** A managed policy with its ARN, whether a customer's or AWS's own. */
public record ManagedPolicy(String arn, StoredPolicy policy) {

    /**
     * The policy as lists show it.
     *
     * @param attachments how many have it attached
     * @param bounded how many have it as their boundary
     */
    public Policy view(int attachments, int bounded) {
        Entity entity = policy.entity();
        return Policy.builder()
                .policyName(entity.name())
                .policyId(entity.id())
                .arn(arn)
                .path(entity.path())
                .defaultVersionId(policy.defaultVersionId())
                .attachmentCount(attachments)
                .permissionsBoundaryUsageCount(bounded)
                .isAttachable(true)
                .createDate(entity.createdAt())
                .updateDate(policy.updatedAt())
                .build();
    }

    /** A version as lists show it: without the document. */
    public PolicyVersion summary(StoredPolicy.Version version) {
        return PolicyVersion.builder()
                .versionId(version.id())
                .isDefaultVersion(version.id().equals(policy.defaultVersionId()))
                .createDate(version.createdAt())
                .build();
    }

    public PolicyVersion view(StoredPolicy.Version version) {
        return summary(version).toBuilder()
                .document(PolicyDocuments.encoded(version.document()))
                .build();
    }
}
