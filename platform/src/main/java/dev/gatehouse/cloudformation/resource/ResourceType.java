package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** How one type of resource comes into being, changes and goes. Properties arrive evaluated. */
public interface ResourceType {
    /** The type's name, such as {@code AWS::Lambda::Function}. */
    String name();

    /**
     * The properties it understands, as {@link PropertyPaths} has them; a template with any other
     * is rejected by name.
     */
    Set<String> properties();

    /** What {@code Fn::GetAtt} gives beside what the type's published schema says. */
    default Set<String> attributes() {
        return Set.of();
    }

    /** The properties whose change makes a new resource, beside those that its schema says. */
    default Set<String> replacing() {
        return Set.of();
    }

    /** Whether something of it may have changed although its properties have not. */
    default boolean changesWithin() {
        return false;
    }

    /**
     * What is there now and could be what {@link #create} would make with the same target and
     * properties: by its name, or else by its looks. What an attempt made whose end nobody saw is
     * found so.
     */
    List<Physical> find(Target target, ObjectNode properties);

    /**
     * Makes the resource; what cannot be completed is taken away again.
     *
     * @throws dev.gatehouse.kernel.ServiceException what the service says that rejects
     */
    Physical create(Target target, ObjectNode properties);

    /**
     * A resource that exists already and becomes a stack's: with the attributes that its service
     * does not tell.
     *
     * @param found as {@code LiveState} has it
     */
    default Physical imported(Target target, Physical found) {
        return found;
    }

    /** The resource is no longer wanted while it is being made: what waits for others ends. */
    default void cancel(Target target, ObjectNode properties) {}

    /**
     * Changes the resource from {@code before} to {@code properties}, keeping its identity.
     *
     * @throws dev.gatehouse.kernel.ServiceException what the service says that rejects; part of the
     *     change may have been made
     */
    Physical update(Target target, Physical current, ObjectNode before, ObjectNode properties);

    /**
     * Removes the resource; one that is gone already is no error.
     *
     * @throws dev.gatehouse.kernel.ServiceException what the service says that rejects
     */
    void delete(Target target, Physical current, ObjectNode properties);
}
