package dev.gatehouse.cloudformation.engine;

/** A resource could not be made, changed or removed; the stack rolls back. */
final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailed(String logicalId, RuntimeException cause) {
        super(
                "The following resource(s) failed: [%s]. %s"
                        .formatted(logicalId, cause.getMessage()),
                cause,
                false,
                false);
    }
}
