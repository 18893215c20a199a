package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;
import dev.gatehouse.iam.entity.Tags;
import dev.gatehouse.store.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An instance profile as it is stored.
 *
 * @param role the name of the role in it; null when it is empty
 */
public record StoredInstanceProfile(Entity entity, @Nullable String role, Tags tags) {
    public static final Kind<StoredInstanceProfile> KIND =
            new Kind<>("iam.instance-profile", StoredInstanceProfile.class);

    public StoredInstanceProfile withRole(@Nullable String name) {
        return new StoredInstanceProfile(entity, name, tags);
    }

    public StoredInstanceProfile withTags(Tags newTags) {
        return new StoredInstanceProfile(entity, role, newTags);
    }

    public boolean has(String roleName) {
        return role != null && Entity.key(role).equals(Entity.key(roleName));
    }
}
