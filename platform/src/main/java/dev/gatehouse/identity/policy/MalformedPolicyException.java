package dev.gatehouse.identity.policy;

/** A document that IAM would not store; the message is IAM's. */
public final class MalformedPolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPolicyException(String message) {
        super(message, null, false, false);
    }
}
