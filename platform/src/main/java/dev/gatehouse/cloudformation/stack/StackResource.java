package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import java.time.Instant;

/**
 * A resource that exists for a stack.
 *
 * @param type its type
 * @param physicalId what {@code Ref} gives
 * @param attributes what {@code Fn::GetAtt} gives
 * @param properties the evaluated properties it was last given
 * @param retained whether it outlives the stack
 * @param changed when it last changed
 * @param status such as {@code CREATE_COMPLETE}
 */
public record StackResource(
        String type,
        String physicalId,
        ObjectNode attributes,
        ObjectNode properties,
        boolean retained,
        Instant changed,
        String status) {

    StackResource retaining(boolean outlives) {
        return new StackResource(
                type, physicalId, attributes, properties, outlives, changed, status);
    }

    Physical physical() {
        return new Physical(physicalId, attributes);
    }
}
