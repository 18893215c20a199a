package dev.gatehouse.http.outbound;

/** A URL leads to an address that neither is public nor was allowed by the operator. */
public final class DeniedTargetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DeniedTargetException(String message) {
        super(message, null, false, false);
    }
}
