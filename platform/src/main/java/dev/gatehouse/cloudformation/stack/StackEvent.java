package dev.gatehouse.cloudformation.stack;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a stack or to one of its resources.
 *
 * @param eventId its id
 * @param logicalId the resource, or the stack's name
 * @param physicalId the resource's physical id so far
 * @param type the resource's type, or AWS::CloudFormation::Stack
 * @param status what it became
 * @param reason why, after a failure
 * @param at when
 */
public record StackEvent(
        String eventId,
        String logicalId,
        String physicalId,
        String type,
        String status,
        @Nullable String reason,
        Instant at) {}
