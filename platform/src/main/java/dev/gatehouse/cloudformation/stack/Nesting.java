package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.cloudformation.template.TemplateErrors;

/**
 * Where a stack stands that is a resource of another.
 *
 * @param parentId the stack that it is a resource of
 * @param rootId the one at the top, which is no resource of another
 * @param depth how many stacks are above it
 */
public record Nesting(String parentId, String rootId, int depth) {
    /** A template that nests itself would have no end. */
    private static final int DEEPEST = 20;

    /**
     * Of a resource of a stack.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when that is nested too deep
     */
    public static Nesting in(Stack parent) {
        Nesting above = parent.wanted().settings().nesting();
        if (above == null) {
            return new Nesting(parent.id(), parent.id(), 1);
        }
        if (above.depth() >= DEEPEST) {
            throw TemplateErrors.of(
                    "Stack [%s] is nested in %d others, and no stack can be nested in it",
                    parent.name(), DEEPEST);
        }
        return new Nesting(parent.id(), above.rootId(), above.depth() + 1);
    }
}
