package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.template.Retention;
import java.time.Instant;
import java.util.Objects;

/**
 * A resource that exists for a stack.
 *
 * @param type its type
 * @param physicalId what {@code Ref} gives
 * @param attributes what {@code Fn::GetAtt} gives
 * @param properties the evaluated properties it was last given
 * @param retention what becomes of it when it is no longer needed
 * @param changed when it last changed
 * @param status such as {@code CREATE_COMPLETE}
 */
public record StackResource(
        String type,
        String physicalId,
        ObjectNode attributes,
        ObjectNode properties,
        Retention retention,
        Instant changed,
        String status) {

    /** Resources stored before there was retention go with their stack. */
    public StackResource {
        retention = Objects.requireNonNullElse(retention, Retention.NONE);
    }

    public StackResource with(Retention other) {
        return new StackResource(type, physicalId, attributes, properties, other, changed, status);
    }

    StackResource with(ObjectNode otherAttributes) {
        return new StackResource(
                type, physicalId, otherAttributes, properties, retention, changed, status);
    }

    public StackResource as(String newStatus) {
        return new StackResource(
                type, physicalId, attributes, properties, retention, changed, newStatus);
    }

    public Physical physical() {
        return new Physical(physicalId, attributes);
    }
}
