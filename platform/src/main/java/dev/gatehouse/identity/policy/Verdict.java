package dev.gatehouse.identity.policy;

/** What is said of a condition or a pattern: that it holds, fails, or cannot be told here. */
enum Verdict {
    HOLDS,
    FAILS,
    /** It is about a key whose value this node does not know; nobody may guess. */
    UNKNOWN;

    static Verdict of(boolean holds) {
        return holds ? HOLDS : FAILS;
    }

    /** Both have to hold. */
    Verdict and(Verdict other) {
        if (this == FAILS || other == FAILS) {
            return FAILS;
        }
        return this == UNKNOWN ? this : other;
    }

    /** One has to hold. */
    Verdict or(Verdict other) {
        if (this == HOLDS || other == HOLDS) {
            return HOLDS;
        }
        return this == UNKNOWN ? this : other;
    }

    Verdict negated() {
        return switch (this) {
            case HOLDS -> FAILS;
            case FAILS -> HOLDS;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
