package dev.gatehouse.gateway.apigateway.authorizer;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The user pools that an authorizer names by their ARNs. */
public final class UserPoolArns {
    private static final Pattern FORM =
            Pattern.compile("arn:[^:]+:cognito-idp:([a-z0-9-]+):\\d{12}:userpool/([\\w-]+)");

    private UserPoolArns() {}

    /** The pools; rejects, in AWS's words, what is none. */
    public static List<TokenIssuer> parse(@Nullable List<String> arns) {
        List<TokenIssuer> pools = new ArrayList<>();
        for (String arn : arns == null ? List.<String>of() : arns) {
            Matcher form = FORM.matcher(arn);
            if (!form.matches()) {
                throw badRequest("Invalid Cognito User Pool ARN: " + arn);
            }
            pools.add(new TokenIssuer.UserPool(form.group(1), form.group(2)));
        }
        return pools;
    }
}
