package dev.gatehouse.logs;

/** Sequence tokens: AWS no longer looks at those it gets, and still sends them. */
final class SequenceTokens {
    /** The token of every response. */
    static final String NEXT = "49590302145612354789521456325412365478952145632541236547";

    private SequenceTokens() {}
}
