package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Principal;
import java.util.Locale;

/**
 * What somebody wants to do.
 *
 * @param principal who
 * @param action such as {@code s3:GetObject}; kept in lower case, as actions have none
 * @param resource the ARN of what it is done to
 * @param values the values of condition keys
 */
public record PolicyRequest(
        Principal principal, String action, String resource, RequestValues values) {
    public PolicyRequest {
        action = action.toLowerCase(Locale.ROOT);
    }
}
