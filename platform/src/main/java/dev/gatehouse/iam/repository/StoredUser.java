package dev.gatehouse.iam.repository;

import dev.gatehouse.aws.iam.User;
import dev.gatehouse.iam.entity.Entity;
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
 */
public record StoredUser(
        Entity entity,
        @Nullable String boundary,
        Tags tags,
        Grants grants,
        List<String> accessKeyIds) {
    public static final Kind<StoredUser> KIND = Kind.announced("iam.user", StoredUser.class);

    public StoredUser {
        accessKeyIds = List.copyOf(accessKeyIds);
    }

    public StoredUser withTags(Tags newTags) {
        return new StoredUser(entity, boundary, newTags, grants, accessKeyIds);
    }

    public StoredUser withGrants(Grants newGrants) {
        return new StoredUser(entity, boundary, tags, newGrants, accessKeyIds);
    }

    public StoredUser withAccessKeyIds(List<String> ids) {
        return new StoredUser(entity, boundary, tags, grants, ids);
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
