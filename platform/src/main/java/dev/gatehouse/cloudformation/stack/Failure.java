package dev.gatehouse.cloudformation.stack;

/** What becomes of a stack when an operation on it fails. */
public enum Failure {
    /** It goes back to what it was. */
    ROLLBACK,
    /** What was made stays, to be gone on with: {@code DisableRollback}. */
    KEEP,
    /** What was made stays, and nothing else: a creation's {@code OnFailure=DO_NOTHING}. */
    DO_NOTHING,
    /** It goes: a creation's {@code OnFailure=DELETE}. */
    DELETE;

    /** Whether what does not depend on the failed resource is still made. */
    public boolean goesOn() {
        return this == KEEP || this == DO_NOTHING;
    }
}
