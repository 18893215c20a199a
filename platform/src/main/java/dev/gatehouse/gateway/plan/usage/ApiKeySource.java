package dev.gatehouse.gateway.plan.usage;

/** Where a method's caller has the API key that it requires. */
public enum ApiKeySource {
    /** It requires none. */
    NONE,
    /** The header {@code x-api-key}. */
    HEADER,
    /** The key that the method's authorizer gave ({@code usageIdentifierKey}). */
    AUTHORIZER;

    public boolean isRequired() {
        return this != NONE;
    }
}
