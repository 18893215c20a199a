package dev.gatehouse.cloudformation.stack;

/**
 * Where a stack stands that is a resource of another.
 *
 * @param parentId the stack that it is a resource of
 * @param rootId the one at the top, which nobody's resource is
 */
public record Nesting(String parentId, String rootId) {
    /** Of a resource of a stack. */
    public static Nesting in(Stack parent) {
        Nesting above = parent.wanted().settings().nesting();
        return new Nesting(parent.id(), above == null ? parent.id() : above.rootId());
    }
}
