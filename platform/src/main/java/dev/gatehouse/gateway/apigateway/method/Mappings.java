package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.kernel.ServiceException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** AWS's rejections of parameter mappings, in the words of its mapping validator. */
public final class Mappings {
    public static final String NO_PARAMETER = "Invalid parameter name specified";
    public static final String NO_CONTENT_TYPE = "Content-Type specified was not found";

    private Mappings() {}

    /** A mapping that is wrong in itself, such as one whose target nothing has declared. */
    public static ServiceException invalid(String error) {
        return badRequest(
                "Invalid mapping expression specified: Validation Result: warnings : [],"
                        + " errors : ["
                        + error
                        + "]");
    }

    /** Rejects templates for what is no media type. */
    public static void checkTypes(@Nullable Map<String, String> templates) {
        for (String type : templates == null ? Set.<String>of() : templates.keySet()) {
            if (!type.matches("[^/\\s]+/[^/\\s]+.*")) {
                throw badRequest(
                        "Validation Result: warnings : [], errors : [Invalid content type"
                                + " specified: "
                                + type
                                + "]");
            }
        }
    }

    /** A parameter that the method does not declare. */
    public static ServiceException undeclared(String parameter) {
        return invalid("Invalid mapping expression parameter specified: " + parameter);
    }
}
