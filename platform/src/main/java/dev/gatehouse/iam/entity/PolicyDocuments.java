package dev.gatehouse.iam.entity;

import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyGrammar;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Policy documents as IAM takes and tells them. */
public final class PolicyDocuments {
    private PolicyDocuments() {}

    /** Rejects what is not an identity policy: statements name resources and no principals. */
    public static void checkIdentityPolicy(String document) {
        check(document, PolicyGrammar.IDENTITY);
    }

    /** Rejects what is not a trust policy: statements name principals and no resources. */
    public static void checkTrustPolicy(String document) {
        check(document, PolicyGrammar.TRUST);
    }

    /** Rejects what is not the policy of a resource: statements name principals and resources. */
    public static void checkResourcePolicy(String document) {
        check(document, PolicyGrammar.RESOURCE);
    }

    private static void check(String document, PolicyGrammar grammar) {
        try {
            Policy.checked(document, grammar);
        } catch (MalformedPolicyException malformed) {
            throw IamErrors.malformed(String.valueOf(malformed.getMessage()));
        }
    }

    /** A document as IAM's responses carry it: percent-encoded as RFC 3986 says. */
    public static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** The size that counts for quotas: white space is free. */
    public static long size(String document) {
        return document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }
}
