package dev.gatehouse.iam.repository;

import dev.gatehouse.aws.iam.Group;
import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;

/** A group as it is stored; who is in it, its users know. */
public record StoredGroup(Entity entity, Grants grants) implements Holder<StoredGroup> {
    public static final Kind<StoredGroup> KIND = Kind.announced("iam.group", StoredGroup.class);

    @Override
    public StoredGroup withGrants(Grants newGrants) {
        return new StoredGroup(entity, newGrants);
    }

    public StoredGroup withEntity(Entity other) {
        return new StoredGroup(other, grants);
    }

    public Group view(AccountId account) {
        return Group.builder()
                .path(entity.path())
                .groupName(entity.name())
                .groupId(entity.id())
                .arn(entity.arn("group", account))
                .createDate(entity.createdAt())
                .build();
    }
}
