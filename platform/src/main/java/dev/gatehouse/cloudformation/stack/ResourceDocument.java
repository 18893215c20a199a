package dev.gatehouse.cloudformation.stack;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resource of a stack as it is stored: written before the step that makes or changes it, and
 * after, so that a node that was killed in between finds what there is.
 *
 * @param logicalId its name in the template
 * @param standing whether it is the stack's, or goes when the operation ends
 * @param order where it stands among the stack's resources; the highest goes first
 * @param attempt how it is being made; null once it is
 * @param resource the resource as far as it is known
 */
public record ResourceDocument(
        String logicalId,
        Standing standing,
        long order,
        @Nullable Attempt attempt,
        StackResource resource) {

    /** What a resource is to its stack. */
    public enum Standing {
        /** The resource of its logical id. */
        CURRENT,
        /** It was, until another took its place; back it comes when the update rolls back. */
        REPLACED,
        /** It took another's place in an update that rolls back. */
        SUCCESSOR
    }

    /**
     * One attempt to make a resource.
     *
     * @param token ends the names generated for it
     * @param others physical ids of what looked like it before, which is not the stack's
     */
    public record Attempt(String token, Set<String> others) {
        public Attempt {
            others = Set.copyOf(others);
        }
    }

    /** The id of the document. */
    public String key(String stackId) {
        return stackId + "/" + logicalId + "/" + standing;
    }

    public ResourceDocument with(StackResource other) {
        return new ResourceDocument(logicalId, standing, order, attempt, other);
    }

    public ResourceDocument made(StackResource whole) {
        return new ResourceDocument(logicalId, standing, order, null, whole);
    }

    public ResourceDocument as(Standing other) {
        return new ResourceDocument(logicalId, other, order, attempt, resource);
    }

    public ResourceDocument at(long otherOrder) {
        return new ResourceDocument(logicalId, standing, otherOrder, attempt, resource);
    }
}
