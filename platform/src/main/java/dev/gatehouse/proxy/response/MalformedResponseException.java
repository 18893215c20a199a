package dev.gatehouse.proxy.response;

/**
 * A function's response that breaks the contract of proxy integrations; each kind of API has its
 * own status for it.
 */
public final class MalformedResponseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedResponseException(String message) {
        super(message, null, false, false);
    }
}
