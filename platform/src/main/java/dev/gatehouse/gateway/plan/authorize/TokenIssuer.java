package dev.gatehouse.gateway.plan.authorize;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who issues the tokens that an authorizer takes. */
public sealed interface TokenIssuer {

    /** One with an OpenID configuration below its URL, which tokens name as their issuer. */
    record Oidc(String url) implements TokenIssuer {}

    /** A Cognito user pool. */
    record UserPool(String region, String poolId) implements TokenIssuer {
        private static final Pattern URL =
                Pattern.compile("https://cognito-idp\\.([a-z0-9-]+)\\.amazonaws\\.com/([\\w-]+)");

        /** The pool that tokens name by this URL; empty where it is no pool's. */
        public static Optional<UserPool> at(String url) {
            Matcher named = URL.matcher(url);
            return named.matches()
                    ? Optional.of(new UserPool(named.group(1), named.group(2)))
                    : Optional.empty();
        }

        /** What tokens of AWS's pools name as their issuer. */
        public String url() {
            return "https://cognito-idp." + region + ".amazonaws.com/" + poolId;
        }
    }
}
