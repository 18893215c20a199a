package dev.gatehouse.gateway.resource;

import dev.gatehouse.aws.View;
import org.jspecify.annotations.Nullable;

/**
 * What is kept beside the resources of a type so that questions about all of them take one look;
 * follows each of their changes, within its transaction.
 */
public interface Index<T extends View> {

    /**
     * Follows a change, before it is written; rejects one that contradicts another resource.
     *
     * @param parentId what the resource belongs to
     * @param before null when the resource is new
     * @param after null when it is deleted
     */
    void follow(Repositories in, String parentId, @Nullable T before, @Nullable T after);

    /** Forgets all resources that belong to {@code parentId}. */
    void clear(Repositories in, String parentId);
}
