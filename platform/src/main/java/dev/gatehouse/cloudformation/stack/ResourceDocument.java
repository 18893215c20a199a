package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resource of a stack as it is stored: written before the step that makes or changes it, and
 * after, so that a node that was killed in between finds what there is.
 *
 * @param logicalId its name in the template
 * @param standing whether it is the stack's, or goes when the operation ends
 * @param order where it stands among the stack's resources; those with lower ones are older
 * @param needs logical ids of what it refers to or depends on, which goes after it; null in one
 *     that was stored before they were, which may need all that are older
 * @param attempt how it is being made; null once it is
 * @param before the properties it had before a change that is under way or failed; null once it is
 *     made
 * @param resource the resource as far as it is known
 */
public record ResourceDocument(
        String logicalId,
        Standing standing,
        long order,
        @Nullable Set<String> needs,
        @Nullable Attempt attempt,
        @Nullable ObjectNode before,
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

    /** The id of the document within its stack. */
    public String key() {
        String key = logicalId + "/" + standing;
        return standing == Standing.SUCCESSOR ? key + "/" + resource.physicalId() : key;
    }

    /** The same key for what a resource was before another took its place. */
    public static String replacedKey(String logicalId) {
        return logicalId + "/" + Standing.REPLACED;
    }

    /** Whether it must be gone before another one goes. */
    public boolean needs(ResourceDocument other) {
        return needs == null
                ? other.order < order
                : needs.contains(other.logicalId) && !other.logicalId.equals(logicalId);
    }

    public ResourceDocument with(StackResource other) {
        return new ResourceDocument(logicalId, standing, order, needs, attempt, before, other);
    }

    public ResourceDocument made(StackResource whole) {
        return new ResourceDocument(logicalId, standing, order, needs, null, null, whole);
    }

    public ResourceDocument changing(StackResource wanted, ObjectNode former) {
        return new ResourceDocument(logicalId, standing, order, needs, null, former, wanted);
    }

    public ResourceDocument as(Standing other) {
        return new ResourceDocument(logicalId, other, order, needs, attempt, before, resource);
    }

    public ResourceDocument needing(Set<String> others) {
        return new ResourceDocument(logicalId, standing, order, others, attempt, before, resource);
    }
}
