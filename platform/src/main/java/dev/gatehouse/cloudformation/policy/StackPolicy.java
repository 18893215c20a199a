package dev.gatehouse.cloudformation.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.ServiceException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stack policy. Under one everything is denied that no statement allows, and what one denies
 * stays so (CloudFormation User Guide, "Prevent updates to stack resources").
 */
public final class StackPolicy {
    /** Bytes of a policy. */
    private static final int LONGEST = 16_384;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> MEMBERS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Action",
                    "NotAction",
                    "Principal",
                    "Resource",
                    "NotResource",
                    "Condition");
    private static final Set<String> ACTIONS =
            Set.of("update:modify", "update:replace", "update:delete", "update:*");
    private static final String TYPE = "ResourceType";

    private final JsonNode statements;

    private StackPolicy(JsonNode statements) {
        this.statements = statements;
    }

    /** What an update does to a resource. */
    public enum Action {
        MODIFY("Update:Modify"),
        REPLACE("Update:Replace"),
        DELETE("Update:Delete");

        private final String word;

        Action(String word) {
            this.word = word;
        }
    }

    /**
     * Reads a policy.
     *
     * @throws ServiceException ValidationError naming what is wrong in it
     */
    public static StackPolicy parse(String text) {
        if (text.length() > LONGEST) {
            throw invalid("stack policy may not exceed " + LONGEST + " bytes");
        }
        try {
            JsonNode statements = JSON.readTree(text).path("Statement");
            JsonNode list =
                    statements.isObject() ? JSON.createArrayNode().add(statements) : statements;
            if (!list.isArray() || list.isEmpty()) {
                throw invalid("stack policy must have a Statement");
            }
            list.forEach(StackPolicy::check);
            return new StackPolicy(list);
        } catch (JsonProcessingException malformed) {
            throw invalid("stack policy is not well-formed JSON");
        }
    }

    private static void check(JsonNode statement) {
        for (Map.Entry<String, JsonNode> member : statement.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw invalid("unknown element " + member.getKey());
            }
        }
        String effect = statement.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw invalid("Effect must be Allow or Deny");
        }
        if (!statement.path("Principal").asText().equals("*")) {
            throw invalid("Principal must be *");
        }
        if (statement.has("Action") == statement.has("NotAction")
                || statement.has("Resource") == statement.has("NotResource")) {
            throw invalid("a statement has one of Action and NotAction, Resource and NotResource");
        }
        texts(
                        statement.path("Action").isMissingNode()
                                ? statement.path("NotAction")
                                : statement.path("Action"))
                .filter(action -> !ACTIONS.contains(action.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(
                        action -> {
                            throw invalid("unknown action " + action);
                        });
        for (Map.Entry<String, JsonNode> condition : statement.path("Condition").properties()) {
            boolean known =
                    Set.of("StringEquals", "StringLike").contains(condition.getKey())
                            && condition.getValue().has(TYPE)
                            && condition.getValue().size() == 1;
            if (!known) {
                throw invalid("a condition compares ResourceType by StringEquals or StringLike");
            }
        }
    }

    private static ServiceException invalid(String reason) {
        return TemplateErrors.of("Error validating stack policy: %s", reason);
    }

    /** Why an action on a resource is denied; empty when it is allowed. */
    public Optional<String> objection(Action action, String logicalId, String type) {
        boolean allowed = false;
        int number = 0;
        for (JsonNode statement : statements) {
            number++;
            if (!applies(statement, action, logicalId, type)) {
                continue;
            }
            if (statement.path("Effect").asText().equals("Deny")) {
                return Optional.of(
                        "Action denied by stack policy: Statement [#%d] does not allow [%s] for resource [LogicalResourceId/%s]"
                                .formatted(number, action.word, logicalId));
            }
            allowed = true;
        }
        return allowed
                ? Optional.empty()
                : Optional.of(
                        "Action denied by stack policy: no statement allows [%s] for resource [LogicalResourceId/%s]"
                                .formatted(action.word, logicalId));
    }

    private static boolean applies(
            JsonNode statement, Action action, String logicalId, String type) {
        boolean acts =
                statement.has("Action")
                        ? anyMatches(statement.path("Action"), action.word)
                        : !anyMatches(statement.path("NotAction"), action.word);
        String resource = "LogicalResourceId/" + logicalId;
        boolean on =
                statement.has("Resource")
                        ? anyMatches(statement.path("Resource"), resource)
                        : !anyMatches(statement.path("NotResource"), resource);
        return acts && on && holds(statement.path("Condition"), type);
    }

    private static boolean holds(JsonNode conditions, String type) {
        for (Map.Entry<String, JsonNode> condition : conditions.properties()) {
            JsonNode wanted = condition.getValue().path(TYPE);
            boolean fits =
                    condition.getKey().equals("StringEquals")
                            ? texts(wanted).anyMatch(type::equals)
                            : anyMatches(wanted, type);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean anyMatches(JsonNode patterns, String value) {
        return texts(patterns).anyMatch(pattern -> matches(pattern, value));
    }

    /** Goes back to the last star only: regular expressions try all places of all stars. */
    private static boolean matches(String pattern, String value) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String given = value.toLowerCase(Locale.ROOT);
        int star = -1;
        int resume = 0;
        int p = 0;
        int g = 0;
        while (g < given.length()) {
            char sign = p < wanted.length() ? wanted.charAt(p) : 0;
            if (sign == '*') {
                star = p++;
                resume = g;
            } else if (sign == '?' || sign == given.charAt(g)) {
                p++;
                g++;
            } else if (star >= 0) {
                p = star + 1;
                g = ++resume;
            } else {
                return false;
            }
        }
        return wanted.substring(p).chars().allMatch(sign -> sign == '*');
    }

    private static Stream<String> texts(JsonNode oneOrMany) {
        return oneOrMany.isArray()
                ? oneOrMany.valueStream().map(JsonNode::asText)
                : Stream.of(oneOrMany.asText());
    }

    /** A policy that is asked for; null for none. */
    public static @Nullable StackPolicy of(@Nullable String text) {
        return text == null ? null : parse(text);
    }
}
