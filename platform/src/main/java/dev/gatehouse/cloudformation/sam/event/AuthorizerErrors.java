package dev.gatehouse.cloudformation.sam.event;

/** SAM's words for events of APIs whose authorizer cannot be set. */
final class AuthorizerErrors {
    private AuthorizerErrors() {}

    /** What the sentences begin with that say why. */
    static String unable(String authorizer, String method, String path) {
        return "Unable to set Authorizer ["
                + authorizer
                + "] on API method ["
                + method
                + "] for path ["
                + path
                + "]";
    }

    /** {@code NONE} takes away a default, and there is none. */
    static RuntimeException none(Event event, String method, String path) {
        return event.invalid(
                "Unable to set Authorizer on API method ["
                        + method
                        + "] for path ["
                        + path
                        + "] because 'NONE' is only a valid value when a DefaultAuthorizer"
                        + " on the API is specified.");
    }
}
