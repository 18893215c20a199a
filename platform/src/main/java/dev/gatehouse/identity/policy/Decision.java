package dev.gatehouse.identity.policy;

/** What policies say of a request. */
public sealed interface Decision {

    /** A statement allows it, and nothing stands against that. */
    record Allowed(Statement by) implements Decision {}

    /** A statement denies it, whatever others allow. */
    record Denied(PolicyKind kind, Statement by) implements Decision {}

    /** No statement of a policy that has to allow it does. */
    record NotAllowed(PolicyKind kind) implements Decision {}

    /** Whether the request may go on. */
    default boolean isAllowed() {
        return switch (this) {
            case Allowed _ -> true;
            case Denied _, NotAllowed _ -> false;
        };
    }
}
