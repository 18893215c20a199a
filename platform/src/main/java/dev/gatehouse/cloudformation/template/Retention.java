package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What becomes of a resource that its stack has no more use for: it is removed, or left behind.
 *
 * @param onDelete left when the stack or the template loses it: DeletionPolicy
 * @param onRollback left when the operation that made it rolls back: DeletionPolicy Retain, but not
 *     RetainExceptOnCreate
 * @param onReplace left when another takes its place: UpdateReplacePolicy
 */
public record Retention(boolean onDelete, boolean onRollback, boolean onReplace) {
    /** The resource is removed. */
    public static final Retention NONE = new Retention(false, false, false);

    /** The resource is left, whatever happens. */
    public static final Retention ALL = new Retention(true, true, true);

    private static final String RETAIN = "Retain";
    private static final String EXCEPT_ON_CREATE = "RetainExceptOnCreate";

    /**
     * Reads the two policies of a declaration.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming a policy not supported,
     *     such as Snapshot: no resource here has snapshots
     */
    static Retention of(String id, JsonNode declaration) {
        String deletion = declaration.path("DeletionPolicy").asText("Delete");
        String replacement = declaration.path("UpdateReplacePolicy").asText("Delete");
        boolean known =
                deletion.equals("Delete")
                        || deletion.equals(RETAIN)
                        || deletion.equals(EXCEPT_ON_CREATE);
        if (!known) {
            throw TemplateErrors.of(
                    "Resource %s: the DeletionPolicy %s is not supported", id, deletion);
        }
        if (!replacement.equals("Delete") && !replacement.equals(RETAIN)) {
            throw TemplateErrors.of(
                    "Resource %s: the UpdateReplacePolicy %s is not supported", id, replacement);
        }
        return new Retention(
                !deletion.equals("Delete"), deletion.equals(RETAIN), replacement.equals(RETAIN));
    }

    /** What holds while the operation that makes the resource may still roll back. */
    public Retention whileNew() {
        return new Retention(onRollback, onRollback, onReplace);
    }

    /** What holds for a resource whose place another took. */
    public Retention whenReplaced() {
        return new Retention(onReplace, onReplace, onReplace);
    }
}
