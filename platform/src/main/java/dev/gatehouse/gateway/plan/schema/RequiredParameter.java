package dev.gatehouse.gateway.plan.schema;

/** A parameter that a request must have. */
public record RequiredParameter(Location location, String name) {

    /** Where in a request a parameter is. */
    public enum Location {
        HEADER,
        PATH,
        QUERYSTRING
    }
}
