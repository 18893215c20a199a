package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.identity.policy.MalformedPolicyException;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyGrammar;
import org.jspecify.annotations.Nullable;

/** The resource policies of REST APIs: kept as documents, shown as AWS shows them. */
public final class ResourcePolicies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CHARS = 8_192;

    /** A resource may leave out whose API it is of. */
    private static final String SHORT = "execute-api:/";

    private ResourcePolicies() {}

    /** The policy as the data plane judges by it; null when there is none. */
    public static @Nullable Policy compile(@Nullable String document) {
        return document == null || document.isEmpty() ? null : Policy.of(document);
    }

    /**
     * The document to keep of the one that was given, or AWS's rejection.
     *
     * @param arn the API's own ARN, {@code arn:aws:execute-api:region:account:api/}
     */
    static @Nullable String stored(@Nullable String given, String arn) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        try {
            JsonNode document = JSON.readTree(given);
            for (JsonNode statement : statements(document)) {
                expand(statement, "Resource", arn);
                expand(statement, "NotResource", arn);
            }
            String stored = JSON.writeValueAsString(document);
            Policy.checked(stored, PolicyGrammar.RESOURCE);
            if (stored.length() > MAX_CHARS) {
                throw badRequest("Policy document exceeds maximum size of " + MAX_CHARS);
            }
            return stored;
        } catch (JsonProcessingException | MalformedPolicyException malformed) {
            throw badRequest(
                    "Invalid policy document. Please check the policy syntax and ensure that"
                            + " Principals are valid.");
        }
    }

    /** The policy as responses show it: the text of a JSON string, escapes and all. */
    static @Nullable String shown(@Nullable String stored) {
        return stored == null
                ? null
                : new String(JsonStringEncoder.getInstance().quoteAsString(stored))
                        .replace("/", "\\/");
    }

    private static Iterable<JsonNode> statements(JsonNode document) {
        JsonNode statements = document.path("Statement");
        return statements.isArray() ? statements : JSON.createArrayNode().add(statements);
    }

    private static void expand(JsonNode statement, String member, String arn) {
        if (!(statement instanceof ObjectNode object) || !object.has(member)) {
            return;
        }
        JsonNode resources = object.get(member);
        if (resources instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, expanded(list.get(i), arn));
            }
        } else {
            object.set(member, expanded(resources, arn));
        }
    }

    private static JsonNode expanded(JsonNode resource, String arn) {
        return resource.isTextual() && resource.asText().startsWith(SHORT)
                ? TextNode.valueOf(arn + resource.asText().substring(SHORT.length()))
                : resource;
    }
}
