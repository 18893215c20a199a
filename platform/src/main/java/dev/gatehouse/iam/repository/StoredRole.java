package dev.gatehouse.iam.repository;

import dev.gatehouse.aws.iam.AttachedPermissionsBoundary;
import dev.gatehouse.aws.iam.Role;
import dev.gatehouse.aws.iam.RoleLastUsed;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.PolicyDocuments;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A role as it is stored.
 *
 * @param trustPolicy who may assume it
 * @param maxSessionSeconds how long a session may last, 3,600 to 43,200
 * @param boundary the ARN of its permissions boundary
 */
public record StoredRole(
        Entity entity,
        String trustPolicy,
        @Nullable String description,
        int maxSessionSeconds,
        @Nullable String boundary,
        Tags tags,
        Grants grants)
        implements Holder<StoredRole> {
    public static final Kind<StoredRole> KIND = Kind.announced("iam.role", StoredRole.class);
    public static final int DEFAULT_SESSION_SECONDS = 3_600;

    public StoredRole withTrustPolicy(String document) {
        return new StoredRole(
                entity, document, description, maxSessionSeconds, boundary, tags, grants);
    }

    public StoredRole withDescription(@Nullable String text) {
        return new StoredRole(entity, trustPolicy, text, maxSessionSeconds, boundary, tags, grants);
    }

    public StoredRole withMaxSession(int seconds) {
        return new StoredRole(entity, trustPolicy, description, seconds, boundary, tags, grants);
    }

    public StoredRole withBoundary(@Nullable String policyArn) {
        return new StoredRole(
                entity, trustPolicy, description, maxSessionSeconds, policyArn, tags, grants);
    }

    public StoredRole withTags(Tags newTags) {
        return new StoredRole(
                entity, trustPolicy, description, maxSessionSeconds, boundary, newTags, grants);
    }

    @Override
    public StoredRole withGrants(Grants newGrants) {
        return new StoredRole(
                entity, trustPolicy, description, maxSessionSeconds, boundary, tags, newGrants);
    }

    public AssumableRole assumable(AccountId account) {
        Arn arn = Arn.global("iam", account, "role" + entity.path() + entity.name());
        return new AssumableRole(arn, entity.id(), trustPolicy, maxSessionSeconds);
    }

    /** The role as lists show it: without tags, boundary and last use. */
    public Role summary(AccountId account) {
        return Role.builder()
                .path(entity.path())
                .roleName(entity.name())
                .roleId(entity.id())
                .arn(entity.arn("role", account))
                .createDate(entity.createdAt())
                .assumeRolePolicyDocument(PolicyDocuments.encoded(trustPolicy))
                .description(description)
                .maxSessionDuration(maxSessionSeconds)
                .build();
    }

    /** The role as GetRole shows it. */
    public Role view(AccountId account) {
        return summary(account).toBuilder()
                .tags(tags.listOrNull())
                .permissionsBoundary(boundaryView(boundary))
                .roleLastUsed(RoleLastUsed.builder().build())
                .build();
    }

    public static @Nullable AttachedPermissionsBoundary boundaryView(@Nullable String policyArn) {
        return policyArn == null
                ? null
                : AttachedPermissionsBoundary.builder()
                        .permissionsBoundaryType("PermissionsBoundaryPolicy")
                        .permissionsBoundaryArn(policyArn)
                        .build();
    }
}
