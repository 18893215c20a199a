package dev.gatehouse.gateway.plan.authorize;

/** Who issues the tokens that an authorizer takes. */
public sealed interface TokenIssuer {

    /** One with an OpenID configuration below its URL, which tokens name as their issuer. */
    record Oidc(String url) implements TokenIssuer {}

    /** A Cognito user pool. */
    record UserPool(String region, String poolId) implements TokenIssuer {

        /** What tokens of AWS's pools name as their issuer. */
        public String url() {
            return "https://cognito-idp." + region + ".amazonaws.com/" + poolId;
        }
    }
}
