package dev.gatehouse.iam.repository;

import dev.gatehouse.iam.entity.Entity;

/** Who has policies of its own and attached ones, as it is stored: a role, a user or a group. */
public interface Holder<T> {
    Entity entity();

    Grants grants();

    T withGrants(Grants grants);

    /** Rejects to delete it while something hangs on it. */
    default void checkDeletable() {
        grants().checkNone();
    }
}
