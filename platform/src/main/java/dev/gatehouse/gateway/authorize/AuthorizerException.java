package dev.gatehouse.gateway.authorize;

import org.jspecify.annotations.Nullable;

/** Why an authorizer said nothing of a caller. Stackless: it reports a situation, not a fault. */
final class AuthorizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    enum Reason {
        /** The caller brought nothing to be known by, or the function says that it is nobody. */
        UNAUTHORIZED,
        /** The function failed. */
        FAILURE,
        /** It cannot be called, takes too long, or its response is none. */
        MISCONFIGURED
    }

    private final Reason reason;

    AuthorizerException(Reason reason, @Nullable String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    AuthorizerException(Reason reason) {
        this(reason, null);
    }

    Reason reason() {
        return reason;
    }
}
