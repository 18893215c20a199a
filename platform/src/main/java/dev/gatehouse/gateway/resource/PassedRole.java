package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.gateway.plan.CallerCredentials;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.ServiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The role that an integration's caller passes to API Gateway: {@code credentials} of REST APIs,
 * {@code credentialsArn} of HTTP APIs. Whether there is such a role, and whether it trusts API
 * Gateway, is found out when it is assumed.
 */
public final class PassedRole {
    /** The account may be a stage's variable, and so may the rest or parts of it. */
    private static final Pattern FORM =
            Pattern.compile("arn:[^:]+:iam::(\\d{12}|\\$\\{stageVariables\\.\\w+}):.+");

    private PassedRole() {}

    /** Rejects what AWS rejects; null, "" and whoever called the API are no role. */
    public static void check(@Nullable String credentials, AccountId account) {
        if (credentials == null || credentials.isEmpty() || CallerCredentials.are(credentials)) {
            return;
        }
        Matcher form = FORM.matcher(credentials);
        if (!form.matches()) {
            throw badRequest("Invalid ARN specified in the request");
        }
        boolean variable = form.group(1).startsWith("$");
        if (!variable && !form.group(1).equals(account.value())) {
            throw new ServiceException(
                    "AccessDeniedException", 403, "Cross-account pass role is not allowed.");
        }
    }
}
