package dev.gatehouse.gateway.plan.authorize;

import java.util.List;

/**
 * An issuer whose tokens an authorizer takes, and what it asks of them.
 *
 * @param audiences of whom a token must be for one; empty for any
 * @param claims what must hold of further claims
 */
public record TrustedIssuer(TokenIssuer issuer, List<String> audiences, List<ClaimRule> claims) {
    public TrustedIssuer {
        audiences = List.copyOf(audiences);
        claims = List.copyOf(claims);
    }

    /** One of whose tokens nothing further is asked. */
    public static TrustedIssuer of(TokenIssuer issuer, List<String> audiences) {
        return new TrustedIssuer(issuer, audiences, List.of());
    }

    /**
     * What must hold of a claim, which is one text.
     *
     * @param required whether a token must have it
     * @param values of which it is one; empty for any text
     */
    public record ClaimRule(String name, boolean required, List<String> values) {
        public ClaimRule {
            values = List.copyOf(values);
        }
    }
}
