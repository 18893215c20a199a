package dev.gatehouse.sts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.identity.Principal;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who a role trusts, as far as it can be told without evaluating conditions: a statement with any
 * condition but {@code sts:ExternalId} allows no account or user anything. Services are the node
 * itself; conditions on them are about the resource they act for, and are not looked at here.
 */
final class TrustPolicy {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final List<JsonNode> statements;

    private TrustPolicy(List<JsonNode> statements) {
        this.statements = statements;
    }

    static TrustPolicy parse(String document) {
        try {
            return new TrustPolicy(list(MAPPER.readTree(document).path("Statement")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a stored trust policy is not JSON", e);
        }
    }

    /** Whether the policy lets {@code caller} assume the role. */
    boolean trusts(Principal caller, @Nullable String externalId) {
        return decides(
                statement ->
                        list(statement.path("Principal").path("AWS")).stream()
                                        .anyMatch(name -> names(name.asText(), caller))
                                || statement.path("Principal").asText().equals("*"),
                statement -> holds(statement.path("Condition"), externalId));
    }

    /** Whether the policy lets a service, such as {@code lambda.amazonaws.com}, assume the role. */
    boolean trustsService(String service) {
        return decides(
                statement ->
                        list(statement.path("Principal").path("Service")).stream()
                                .anyMatch(name -> name.asText().equals(service)),
                statement -> true);
    }

    private boolean decides(Predicate<JsonNode> concerns, Predicate<JsonNode> holds) {
        boolean allowed = false;
        for (JsonNode statement : statements) {
            if (!concerns.test(statement) || !isAboutAssumeRole(statement)) {
                continue;
            }
            if (statement.path("Effect").asText().equals("Deny")) {
                return false;
            }
            allowed |= holds.test(statement);
        }
        return allowed;
    }

    private static boolean isAboutAssumeRole(JsonNode statement) {
        return list(statement.path("Action")).stream()
                .map(action -> action.asText().toLowerCase(Locale.ROOT))
                .anyMatch(
                        action ->
                                action.equals("*")
                                        || action.equals("sts:*")
                                        || action.equals("sts:assumerole"));
    }

    /** An account's number or root names everybody in it; an ARN names one user or role. */
    private static boolean names(String name, Principal caller) {
        String account = caller.account().value();
        return name.equals("*")
                || name.equals(account)
                || name.equals("arn:aws:iam::" + account + ":root")
                || name.equals(caller.arn())
                || name.equals(roleOf(caller.arn()));
    }

    /** The role of a session's ARN; roles with a path cannot be told from it. */
    private static String roleOf(String sessionArn) {
        String[] parts = sessionArn.split("[:/]");
        return parts.length == 8 && parts[2].equals("sts") && parts[5].equals("assumed-role")
                ? "arn:aws:iam::" + parts[4] + ":role/" + parts[6]
                : sessionArn;
    }

    private static boolean holds(JsonNode condition, @Nullable String externalId) {
        if (condition.isMissingNode() || condition.isEmpty()) {
            return true;
        }
        JsonNode expected = condition.path("StringEquals").path("sts:ExternalId");
        boolean alone = condition.size() == 1 && condition.path("StringEquals").size() == 1;
        return alone
                && externalId != null
                && list(expected).stream().anyMatch(each -> each.asText().equals(externalId));
    }

    private static List<JsonNode> list(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        return node.isArray() ? node.valueStream().toList() : List.of(node);
    }
}
