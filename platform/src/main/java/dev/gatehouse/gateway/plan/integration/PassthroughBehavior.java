package dev.gatehouse.gateway.plan.integration;

/** What happens to a request body whose content type no request template covers. */
public enum PassthroughBehavior {
    /** Passed through unchanged. */
    WHEN_NO_MATCH,
    /** Passed through unchanged if there is no template at all, else 415. */
    WHEN_NO_TEMPLATES,
    /** Rejected with 415. */
    NEVER
}
