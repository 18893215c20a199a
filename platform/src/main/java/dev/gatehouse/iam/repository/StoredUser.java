package dev.gatehouse.iam.repository;

import dev.gatehouse.aws.iam.User;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.IamErrors;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as it is stored.
 *
 * @param boundary the ARN of its permissions boundary
 * @param accessKeyIds its access keys, each a document of its own
 * @param groups the groups it is in, by the keys of their names
 */
public record StoredUser(
        Entity entity,
        @Nullable String boundary,
        Tags tags,
        Grants grants,
        List<String> accessKeyIds,
        @Nullable List<String> groups)
        implements Holder<StoredUser> {
    public static final Kind<StoredUser> KIND = Kind.announced("iam.user", StoredUser.class);

    public StoredUser {
        accessKeyIds = List.copyOf(accessKeyIds);
        groups = groups == null ? List.of() : List.copyOf(groups);
    }

    /** Also of a user that was stored before there were groups. */
    public List<String> groups() {
        return groups == null ? List.of() : groups;
    }

    @Override
    public void checkDeletable() {
        if (!accessKeyIds.isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete access keys first.");
        }
        grants.checkNone();
        if (!groups().isEmpty()) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove users from group first.");
        }
    }

    public StoredUser withEntity(Entity other) {
        return new StoredUser(other, boundary, tags, grants, accessKeyIds, groups);
    }

    public StoredUser withBoundary(@Nullable String policyArn) {
        return new StoredUser(entity, policyArn, tags, grants, accessKeyIds, groups);
    }

    public StoredUser withGroups(List<String> keys) {
        return new StoredUser(entity, boundary, tags, grants, accessKeyIds, keys);
    }

    public StoredUser withTags(Tags newTags) {
        return new StoredUser(entity, boundary, newTags, grants, accessKeyIds, groups);
    }

    @Override
    public StoredUser withGrants(Grants newGrants) {
        return new StoredUser(entity, boundary, tags, newGrants, accessKeyIds, groups);
    }

    public StoredUser withAccessKeyIds(List<String> ids) {
        return new StoredUser(entity, boundary, tags, grants, ids, groups);
    }

    /** The user as lists show it. */
    public User summary(AccountId account) {
        return User.builder()
                .path(entity.path())
                .userName(entity.name())
                .userId(entity.id())
                .arn(entity.arn("user", account))
                .createDate(entity.createdAt())
                .build();
    }

    /** The user as GetUser shows it. */
    public User view(AccountId account) {
        return summary(account).toBuilder()
                .tags(tags.listOrNull())
                .permissionsBoundary(StoredRole.boundaryView(boundary))
                .build();
    }
}
