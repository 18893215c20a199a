package dev.gatehouse.cloudformation.sam.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which authorizer a route has: its event's own, or the default of its API.
 *
 * @param authorizer its name; {@code AWS_IAM} is always one; null for none
 */
record AuthChoice(@Nullable String authorizer) {
    static final String IAM = "AWS_IAM";
    private static final String NONE = "NONE";

    /**
     * @param where names the event
     * @param chosen the event's {@code Authorizer}
     * @param fallback the API's {@code DefaultAuthorizer}
     * @param known the authorizers that the API has
     */
    static AuthChoice of(String where, JsonNode chosen, JsonNode fallback, Set<String> known) {
        requireText(where + ": Auth.Authorizer", chosen);
        requireText(where + ": DefaultAuthorizer of its API", fallback);
        String byDefault = fallback.asText();
        if (!byDefault.isEmpty()) {
            requireKnown(where, byDefault, known);
        }
        String own = chosen.asText();
        if (own.equals(NONE)) {
            if (byDefault.isEmpty()) {
                throw TemplateErrors.of(
                        "%s: Unable to set Authorizer because 'NONE' is only a valid value when a"
                                + " DefaultAuthorizer on the API is specified.",
                        where);
            }
            return new AuthChoice(null);
        }
        String name = own.isEmpty() ? byDefault : own;
        if (name.isEmpty()) {
            return new AuthChoice(null);
        }
        requireKnown(where, name, known);
        return new AuthChoice(name);
    }

    /** What cannot be read must not be taken for none. */
    private static void requireText(String what, JsonNode node) {
        if (!node.isMissingNode() && (!node.isTextual() || node.asText().isEmpty())) {
            throw TemplateErrors.of("%s must be the name of an authorizer", what);
        }
    }

    private static void requireKnown(String where, String name, Set<String> known) {
        if (!name.equals(IAM) && !known.contains(name)) {
            throw TemplateErrors.of(
                    "%s: Unable to set Authorizer [%s] because it wasn't defined in the API's"
                            + " Authorizers.",
                    where, name);
        }
    }

    /** Rejects scopes where nothing would ask for them. */
    static void requireNoScopes(String where, JsonNode event) {
        if (event.has("AuthorizationScopes")) {
            throw TemplateErrors.of(
                    "%s: AuthorizationScopes works only when an Authorizer is set that takes"
                            + " tokens",
                    where);
        }
    }

    boolean isIam() {
        return IAM.equals(authorizer);
    }
}
