package dev.gatehouse.iam.entity;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What roles, users and policies have in common. */
public record Entity(String name, String path, String id, Instant createdAt) {

    public static Entity named(String name, @Nullable String path, String idPrefix, Instant now) {
        return new Entity(
                name,
                path == null ? "/" : path,
                IamIds.unique(idPrefix),
                now.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The same under another name, or in another path; null for those that stay. */
    public Entity moved(@Nullable String newName, @Nullable String newPath) {
        return new Entity(
                newName == null ? name : newName, newPath == null ? path : newPath, id, createdAt);
    }

    /** Names are unique whatever their case. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    public String arn(String type, AccountId account) {
        return Arn.global("iam", account, type + path + name).toString();
    }
}
