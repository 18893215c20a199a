package dev.gatehouse.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which policies a bucket may have. Policies are kept and told, not acted on: what one allows to
 * others stays closed, so that does no harm, but what one denies would be open. Only denials to
 * those who come without TLS, which deployment tools put on every bucket, say nothing of a node
 * that is spoken to on its own machine.
 */
final class BucketPolicyRules {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Set<String> OF_TRANSPORT = Set.of("aws:securetransport", "s3:tlsversion");

    private BucketPolicyRules() {}

    /**
     * @throws dev.gatehouse.kernel.ServiceException MalformedPolicy; NotImplemented for a denial
     */
    static void check(String policy) {
        JsonNode statements = statements(policy);
        for (JsonNode each : statements.isArray() ? statements : List.of(statements)) {
            boolean denies = each.path("Effect").asText().equals("Deny");
            if (denies && !isOfTransportOnly(each.path("Condition"))) {
                S3Errors.refuse("a bucket policy's statement with Effect Deny", each);
            }
        }
    }

    private static JsonNode statements(String policy) {
        try {
            JsonNode statements = JSON.readTree(policy).path("Statement");
            if (!statements.isContainerNode()) {
                throw S3Errors.badRequest("MalformedPolicy", "Missing required field Statement");
            }
            return statements;
        } catch (JsonProcessingException problem) {
            throw S3Errors.badRequest(
                    "MalformedPolicy",
                    "Policies must be valid JSON and the first byte must be '{'");
        }
    }

    private static boolean isOfTransportOnly(JsonNode condition) {
        return !condition.isEmpty()
                && condition
                        .valueStream()
                        .flatMap(operator -> operator.propertyStream())
                        .allMatch(
                                key ->
                                        OF_TRANSPORT.contains(
                                                key.getKey().toLowerCase(Locale.ROOT)));
    }
}
