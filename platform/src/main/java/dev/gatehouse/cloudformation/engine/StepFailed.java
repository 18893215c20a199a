package dev.gatehouse.cloudformation.engine;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A resource could not be made, changed or removed; the stack rolls back. */
final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Verb verb;
    private final String logicalId;

    /** What was to become of a resource. */
    enum Verb {
        CREATE,
        UPDATE,
        DELETE,
        IMPORT
    }

    StepFailed(Verb verb, String logicalId, RuntimeException cause) {
        super(String.valueOf(cause.getMessage()), cause, false, false);
        this.verb = verb;
        this.logicalId = logicalId;
    }

    private StepFailed(String reason, StepFailed first) {
        super(reason, first, false, false);
        this.verb = first.verb;
        this.logicalId = first.logicalId;
    }

    /** Throws what failed as one, in the words of a stack's state, if anything did. */
    static void throwAny(List<RuntimeException> failures) {
        for (RuntimeException failure : failures) {
            if (!(failure instanceof StepFailed)) {
                throw failure;
            }
        }
        if (!failures.isEmpty()) {
            throw new StepFailed(reason(failures), (StepFailed) failures.getFirst());
        }
    }

    private static String reason(List<RuntimeException> failures) {
        StringBuilder reason = new StringBuilder();
        for (Verb verb : Verb.values()) {
            TreeSet<String> failed = new TreeSet<>();
            for (RuntimeException failure : failures) {
                if (failure instanceof StepFailed step && step.verb == verb) {
                    failed.add(step.logicalId);
                }
            }
            if (!failed.isEmpty()) {
                reason.append(
                        "The following resource(s) failed to %s: %s. "
                                .formatted(verb.name().toLowerCase(Locale.ROOT), failed));
            }
        }
        return reason.toString();
    }
}
