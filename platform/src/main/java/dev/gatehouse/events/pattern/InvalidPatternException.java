package dev.gatehouse.events.pattern;

/** A text that is no pattern of events; the message says why. */
public final class InvalidPatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidPatternException(String why) {
        super(why, null, false, false);
    }
}
