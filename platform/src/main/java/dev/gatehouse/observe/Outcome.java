package dev.gatehouse.observe;

/** How the invocation of a function ended. */
public enum Outcome {
    /** The function returned, or its event was accepted. */
    SUCCESS,
    /** The function failed: an error of its own, a time-out, a crash. */
    ERROR,
    /** No concurrency was left. */
    THROTTLE,
    /** Lambda rejected the call: no such function, no permission, too large. */
    REJECTED;

    String label() {
        return switch (this) {
            case SUCCESS -> "success";
            case ERROR -> "error";
            case THROTTLE -> "throttle";
            case REJECTED -> "rejected";
        };
    }
}
