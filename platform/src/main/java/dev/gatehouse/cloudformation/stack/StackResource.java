package dev.gatehouse.cloudformation.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
 * @param secret whether the attributes are masked where the stack is shown
 */
public record StackResource(
        String type,
        String physicalId,
        ObjectNode attributes,
        ObjectNode properties,
        Retention retention,
        Instant changed,
        String status,
        boolean secret) {
    private static final String MASK = "*****";

    /** Resources stored before there was retention go with their stack. */
    public StackResource {
        retention = Objects.requireNonNullElse(retention, Retention.NONE);
    }

    public StackResource with(Retention other) {
        return new StackResource(
                type, physicalId, attributes, properties, other, changed, status, secret);
    }

    StackResource with(ObjectNode otherAttributes) {
        return new StackResource(
                type, physicalId, otherAttributes, properties, retention, changed, status, secret);
    }

    public StackResource as(String newStatus) {
        return new StackResource(
                type, physicalId, attributes, properties, retention, changed, newStatus, secret);
    }

    public Physical physical() {
        return new Physical(physicalId, attributes, secret);
    }

    /** As those see it who may see the stack. */
    public StackResource shown() {
        if (!secret) {
            return this;
        }
        ObjectNode masked = attributes.deepCopy();
        masked.properties().forEach(each -> each.setValue(TextNode.valueOf(MASK)));
        return with(masked);
    }
}
