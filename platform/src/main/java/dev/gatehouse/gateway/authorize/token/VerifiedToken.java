package dev.gatehouse.gateway.authorize.token;

import dev.gatehouse.gateway.plan.authorize.TrustedIssuer;
import java.util.Map;

/**
 * What a token says whose signature holds, made once for all requests that bring it.
 *
 * @param by whose it is
 * @param claims as the issuer wrote them
 * @param ofHttp as HTTP APIs tell them
 * @param ofRest as REST APIs tell them
 */
record VerifiedToken(
        TrustedIssuer by,
        Map<String, Object> claims,
        Map<String, String> ofHttp,
        Map<String, String> ofRest) {

    static VerifiedToken of(TrustedIssuer by, Map<String, Object> claims) {
        return new VerifiedToken(by, claims, ClaimTexts.ofHttp(claims), ClaimTexts.ofRest(claims));
    }
}
