package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a resource is made: the services, and the names to make it under.
 *
 * @param client calls the services in that name
 * @param identity in whose name
 * @param stack the stack's name
 * @param stackId the stack's ARN
 * @param logicalId the resource's name in the template
 * @param token the letters that end generated names; recorded before they are used, so that what an
 *     unfinished attempt made is found by them
 * @param responses where functions of custom resources respond
 */
public record Target(
        AwsClient client,
        CallerIdentity identity,
        String stack,
        String stackId,
        String logicalId,
        String token,
        CustomResponses responses) {
    /** Timestamps in responses lose their form; no resource looks at them. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(MapperFeature.REQUIRE_HANDLERS_FOR_JAVA8_TIMES).build();

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int SUFFIX = 12;
    private static final int NOT_FOUND = 404;

    private static final Set<String> GONE =
            Set.of(
                    "ResourceNotFoundException",
                    "NotFoundException",
                    "UserNotFoundException",
                    "NoSuchEntity",
                    "NoSuchEntityException",
                    "NoSuchBucket",
                    "ResourceNotFound",
                    "DashboardNotFoundError",
                    "ParameterNotFound",
                    "RepositoryNotFoundException",
                    "QueueDoesNotExist",
                    "AWS.SimpleQueueService.NonExistentQueue",
                    "StateMachineDoesNotExist");

    /** An empty input to fill. */
    public static ObjectNode input() {
        return JSON.createObjectNode();
    }

    /** A JSON document that a template may write as an object or as text. */
    public static String document(JsonNode declared) {
        return declared.isTextual() ? declared.asText() : declared.toString();
    }

    /** The ARN of something in the caller's region that belongs to no account. */
    public String arn(String service, String resource) {
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
    public static void complete(Runnable steps, Runnable removal) {
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

    /** What an operation that reads something tells; empty when it is not there. */
    public Optional<JsonNode> read(String service, String operation, ObjectNode input) {
        try {
            return Optional.of(call(service, operation, input));
        } catch (ServiceException rejection) {
            if (rejection.status() == NOT_FOUND || GONE.contains(rejection.code())) {
                return Optional.empty();
            }
            throw rejection;
        }
    }

    /** One resource by its name, when a read operation finds it. */
    public List<Physical> named(String service, String operation, ObjectNode input, String name) {
        return read(service, operation, input)
                .map(_ -> List.of(new Physical(name)))
                .orElse(List.of());
    }

    /** Calls an operation that removes something; nothing to remove is fine. */
    public void remove(String service, String operation, ObjectNode input) {
        try {
            call(service, operation, input);
        } catch (ServiceException rejection) {
            if (!GONE.contains(rejection.code())) {
                throw rejection;
            }
        }
    }

    /** Letters for one attempt to make a resource. */
    public static String newToken() {
        StringBuilder token = new StringBuilder();
        for (int index = 0; index < SUFFIX; index++) {
            token.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return token.toString();
    }

    /** Whether a name was generated with a token. */
    public static boolean isGenerated(String name, String token) {
        return name.toUpperCase(Locale.ROOT).endsWith("-" + token);
    }

    /** A name for a resource whose template gives none: stack, logical id and random letters. */
    public String generatedName(int longest) {
        return generatedName(stack, logicalId, token, longest);
    }

    /** The name that a resource of a stack is given where its template gives none. */
    public static String generatedName(String stack, String logicalId, String token, int longest) {
        int room = longest - SUFFIX - 1;
        String readable = stack + "-" + logicalId;
        return readable.substring(0, Math.min(room, readable.length())) + "-" + token;
    }

    /** A generated name in lower case, for services that allow no other. */
    public String generatedLowerCaseName(int longest) {
        return generatedName(longest).toLowerCase(Locale.ROOT);
    }
}
