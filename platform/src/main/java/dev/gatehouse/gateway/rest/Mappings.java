package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;

import dev.gatehouse.kernel.ServiceException;

/** AWS's refusals of parameter mappings, in the words of its mapping validator. */
final class Mappings {
    static final String NO_PARAMETER = "Invalid parameter name specified";
    static final String NO_CONTENT_TYPE = "Content-Type specified was not found";

    private Mappings() {}

    /** A mapping that is wrong in itself, such as one whose target nothing has declared. */
    static ServiceException invalid(String error) {
        return badRequest(
                "Invalid mapping expression specified: Validation Result: warnings : [],"
                        + " errors : ["
                        + error
                        + "]");
    }

    /** A parameter that the method does not declare. */
    static ServiceException undeclared(String parameter) {
        return invalid("Invalid mapping expression parameter specified: " + parameter);
    }
}
