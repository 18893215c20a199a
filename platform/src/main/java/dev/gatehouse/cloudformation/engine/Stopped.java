package dev.gatehouse.cloudformation.engine;

/** The node stops: what is being done to a stack goes on after its next start. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
        super("The node stops", null, false, false);
    }
}
