package dev.gatehouse.lambda.api.call;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.lambda.model.LambdaErrors;
import java.util.Map;

/** Lambda's limits of tags, in its words. */
public final class TagRules {
    private static final int SHOWN = 256;

    private TagRules() {}

    /**
     * Rejects tags beyond AWS's limits.
     *
     * @param tags all that the resource is to have
     */
    public static void check(Map<String, String> tags) {
        TagViolation.of(tags)
                .ifPresent(
                        violation -> {
                            throw rejection(violation);
                        });
    }

    private static ServiceException rejection(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany _ ->
                    LambdaErrors.invalidParameter("Number of tags exceeds resource tag limit.");
            case TagViolation.ReservedKey _ ->
                    LambdaErrors.invalidParameter(
                            "aws: prefixed tag key names are not allowed for external use.");
            case TagViolation.InvalidKey(String key) -> unfit(key, "keys", TagViolation.KEY_MAX, 1);
            case TagViolation.InvalidValue(_, String value) ->
                    unfit(value, "values", TagViolation.VALUE_MAX, 0);
        };
    }

    private static ServiceException unfit(String text, String part, int most, int least) {
        return new ServiceException(
                "ValidationException",
                400,
                ("1 validation error detected: Value '%s' at 'tags' failed to satisfy constraint:"
                                + " Map %s must satisfy constraint: [Member must have length less"
                                + " than or equal to %d, Member must have length greater than or"
                                + " equal to %d, Member must satisfy regular expression pattern:"
                                + " %s]")
                        .formatted(shown(text), part, most, least, TagViolation.CHARACTERS));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
