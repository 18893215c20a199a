package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.View;
import dev.gatehouse.gateway.resource.Structures;
import org.jspecify.annotations.Nullable;

/** Outputs of operations; this service's have the members of the resource they are about. */
final class Outputs {
    private static final int USUAL_PAGE = 100;
    private static final int LONGEST_PAGE = 500;

    private Outputs() {}

    /** The response of an operation that shows a resource. */
    static <O extends View> O of(Operation<?, O> operation, View resource) {
        Structure response = Structures.as(operation.model().output(), resource.data());
        return operation.output(response);
    }

    /** How long a page of a list may be, from the text that stands for a number here. */
    static int pageLength(@Nullable String maxResults) {
        if (maxResults == null || maxResults.isEmpty()) {
            return USUAL_PAGE;
        }
        if (!maxResults.matches("[0-9]{1,6}") || Integer.parseInt(maxResults) < 1) {
            throw badRequest("Invalid maxResults specified: " + maxResults);
        }
        return Math.min(Integer.parseInt(maxResults), LONGEST_PAGE);
    }
}
