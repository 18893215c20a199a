package dev.gatehouse.gateway.plan;

import java.util.regex.Pattern;

/** The credentials of an integration that calls as whoever called the API. */
public final class CallerCredentials {
    private static final Pattern FORM = Pattern.compile("arn:[^:]+:iam::\\*:user/\\*");

    private CallerCredentials() {}

    /** Whether an integration's credentials are the caller's, not a role's. */
    public static boolean are(String credentials) {
        return FORM.matcher(credentials).matches();
    }
}
