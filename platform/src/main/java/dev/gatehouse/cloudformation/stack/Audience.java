package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.identity.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The topics that hear of a stack's events, and how far they were told, for a node that goes on
 * with it.
 *
 * @param stackId the stack
 * @param actor in whose name they are told
 * @param via the services that act in that name
 * @param topics their ARNs
 * @param last the id of the last event that was told; null for none
 */
public record Audience(
        String stackId,
        Principal actor,
        List<String> via,
        List<String> topics,
        @Nullable String last) {
    Audience upTo(@Nullable String event) {
        return new Audience(stackId, actor, via, topics, event);
    }
}
