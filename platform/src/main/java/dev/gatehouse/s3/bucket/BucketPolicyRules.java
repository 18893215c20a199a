package dev.gatehouse.s3.bucket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyGrammar;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import java.util.List;

/**
 * Which policies a bucket may have: IAM's grammar, and actions and resources of this bucket (Amazon
 * S3 User Guide, "Policies and permissions in Amazon S3"; its size is S3's quota).
 */
final class BucketPolicyRules {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BYTES_MAX = 20 * 1_024;

    private BucketPolicyRules() {}

    /**
     * @throws ServiceException MalformedPolicy
     */
    static void check(String bucket, String policy) {
        if (!policy.startsWith("{")) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        if (policy.length() > BYTES_MAX) {
            throw malformed("Policy exceeds the maximum allowed document size.");
        }
        try {
            if (Policy.checked(policy, PolicyGrammar.RESOURCE).statements().isEmpty()) {
                throw malformed("Could not parse the policy: Statement is empty!");
            }
            JsonNode statements = JSON.readTree(policy).path("Statement");
            for (JsonNode each : listed(statements)) {
                check(bucket, each);
            }
        } catch (MalformedPolicyException | JsonProcessingException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static void check(String bucket, JsonNode statement) {
        for (String element : List.of("Action", "NotAction")) {
            for (JsonNode action : listed(statement.path(element))) {
                boolean ofS3 = action.asText().regionMatches(true, 0, "s3:", 0, 3);
                if (!ofS3 && !action.asText().equals("*")) {
                    throw malformed("Policy has invalid action");
                }
            }
        }
        String arn = "arn:aws:s3:::" + bucket;
        for (String element : List.of("Resource", "NotResource")) {
            for (JsonNode resource : listed(statement.path(element))) {
                String text = resource.asText();
                if (!text.equals(arn) && !text.startsWith(arn + '/') && !text.equals(arn + '*')) {
                    throw malformed("Policy has invalid resource");
                }
            }
        }
    }

    private static List<JsonNode> listed(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        return node.isArray() ? node.valueStream().toList() : List.of(node);
    }

    private static ServiceException malformed(String message) {
        return S3Errors.badRequest("MalformedPolicy", message);
    }
}
