package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.kernel.ServiceException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a resource is made: the services, and the names to make it under.
 *
 * @param client calls the services in that name
 * @param identity in whose name
 * @param stack the stack's name
 * @param logicalId the resource's name in the template
 */
public record Target(AwsClient client, CallerIdentity identity, String stack, String logicalId) {
    /** Moments in answers lose their form; no resource looks at them. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(MapperFeature.REQUIRE_HANDLERS_FOR_JAVA8_TIMES).build();

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int SUFFIX = 12;

    private static final Set<String> GONE =
            Set.of(
                    "ResourceNotFoundException",
                    "NotFoundException",
                    "NoSuchEntity",
                    "NoSuchEntityException",
                    "NoSuchBucket");

    /** An empty input to fill. */
    public static ObjectNode input() {
        return JSON.createObjectNode();
    }

    /** A JSON document that a template may write as an object or as text. */
    static String document(JsonNode declared) {
        return declared.isTextual() ? declared.asText() : declared.toString();
    }

    /** The ARN of something in the caller's region that belongs to no account. */
    String arn(String service, String resource) {
        return "arn:%s:%s:%s::%s"
                .formatted(
                        identity.region().partition(), service, identity.region().name(), resource);
    }

    /** Calls an operation with members by wire name. */
    public JsonNode call(String service, String operation, ObjectNode input) {
        Map<String, Object> members = JSON.convertValue(input, new TypeReference<>() {});
        return JSON.valueToTree(
                client.call(service, operation, Scalars.fit(service, operation, members)));
    }

    /** Completes what was just made; when that fails it is removed, so that nothing is left. */
    static void complete(Runnable steps, Runnable removal) {
        try {
            steps.run();
        } catch (RuntimeException failure) {
            try {
                removal.run();
            } catch (RuntimeException also) {
                failure.addSuppressed(also);
            }
            throw failure;
        }
    }

    /** Calls an operation that removes something; nothing to remove is fine. */
    public void remove(String service, String operation, ObjectNode input) {
        try {
            call(service, operation, input);
        } catch (ServiceException refusal) {
            if (!GONE.contains(refusal.code())) {
                throw refusal;
            }
        }
    }

    /** A name for a resource whose template gives none: stack, logical id and random letters. */
    public String generatedName(int longest) {
        int room = longest - SUFFIX - 1;
        String readable = stack + "-" + logicalId;
        StringBuilder name =
                new StringBuilder(readable.substring(0, Math.min(room, readable.length())))
                        .append('-');
        for (int index = 0; index < SUFFIX; index++) {
            name.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    /** A generated name in lower case, for services that allow no other. */
    public String generatedLowerCaseName(int longest) {
        return generatedName(longest).toLowerCase(Locale.ROOT);
    }
}
