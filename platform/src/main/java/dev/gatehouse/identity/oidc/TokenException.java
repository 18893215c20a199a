package dev.gatehouse.identity.oidc;

/** Why a token is not taken. Stackless: it reports a situation, not a fault. */
public final class TokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** There is none. */
        MISSING,
        /** It is malformed, of somebody else or for somebody else. */
        INVALID,
        /** Its issuer has no such key, or cannot be reached. */
        UNKNOWN_KEY,
        /** Its time is over. */
        EXPIRED,
        /** It has none of the scopes that are asked for. */
        SCOPE
    }

    private final Reason reason;

    public TokenException(Reason reason, String description) {
        super(description, null, false, false);
        this.reason = reason;
    }

    public static TokenException invalid(String description) {
        return new TokenException(Reason.INVALID, description);
    }

    public Reason reason() {
        return reason;
    }

    /** In words for the client, without anything of the token in them. */
    public String description() {
        return String.valueOf(getMessage());
    }
}
