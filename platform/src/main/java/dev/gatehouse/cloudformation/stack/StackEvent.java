package dev.gatehouse.cloudformation.stack;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a stack or to one of its resources.
 *
 * @param eventId unique
 * @param logicalId the resource, or the stack's name
 * @param physicalId the resource's physical id so far
 * @param type the resource's type, or AWS::CloudFormation::Stack
 * @param status what it became
 * @param reason why, after a failure
 * @param at when
 * @param detail more of it; null in those stored before there was more
 */
public record StackEvent(
        String eventId,
        String logicalId,
        String physicalId,
        String type,
        String status,
        @Nullable String reason,
        Instant at,
        @Nullable Detail detail) {

    /**
     * @param origin the operation it is part of; null when none was recorded
     * @param properties what the resource was given, as a JSON document; null for the stack
     */
    public record Detail(Terms.@Nullable Origin origin, @Nullable String properties) {}

    /** The operation it is part of, when that is known. */
    public Terms.@Nullable Origin origin() {
        return detail == null ? null : detail.origin();
    }

    /** The same with what the resource was given. */
    public StackEvent giving(String properties) {
        return new StackEvent(
                eventId,
                logicalId,
                physicalId,
                type,
                status,
                reason,
                at,
                new Detail(origin(), properties));
    }
}
