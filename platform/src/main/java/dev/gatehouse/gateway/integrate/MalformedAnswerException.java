package dev.gatehouse.gateway.integrate;

/**
 * A function's answer that breaks the contract of proxy integrations; each kind of API has its own
 * status for it.
 */
final class MalformedAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message, null, false, false);
    }
}
