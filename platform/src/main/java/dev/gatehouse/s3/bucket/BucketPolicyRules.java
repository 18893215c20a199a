package dev.gatehouse.s3.bucket;

import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyGrammar;
import dev.gatehouse.identity.policy.Statement;
import dev.gatehouse.s3.model.S3Errors;
import java.util.Set;

/**
 * Which policies a bucket may have. Policies are kept and told, not acted on: what one allows to
 * others stays closed, so that does no harm, but what one denies would be open. Only denials to
 * those who come without TLS, which deployment tools put on every bucket, say nothing of a node
 * that is spoken to on its own machine.
 */
final class BucketPolicyRules {
    private static final Set<String> OF_TRANSPORT = Set.of("aws:securetransport", "s3:tlsversion");

    private BucketPolicyRules() {}

    /**
     * @throws dev.gatehouse.kernel.ServiceException MalformedPolicy; NotImplemented for a denial
     */
    static void check(String policy) {
        for (Statement each : read(policy).statements()) {
            if (!each.allows() && !each.isConditionedOnlyOn(OF_TRANSPORT)) {
                S3Errors.reject("a bucket policy's statement with Effect Deny", each);
            }
        }
    }

    private static Policy read(String policy) {
        if (!policy.startsWith("{")) {
            throw S3Errors.badRequest(
                    "MalformedPolicy",
                    "Policies must be valid JSON and the first byte must be '{'");
        }
        try {
            return Policy.checked(policy, PolicyGrammar.RESOURCE);
        } catch (MalformedPolicyException malformed) {
            throw S3Errors.badRequest("MalformedPolicy", String.valueOf(malformed.getMessage()));
        }
    }
}
