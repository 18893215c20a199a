package dev.gatehouse.sts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.Globs;
import dev.gatehouse.sts.TrustConditions.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who a role trusts. Conditions are evaluated over what is known of the attempt; one on anything
 * else allows nobody, and a denial under one stands. Services are the node itself; conditions on
 * them are about the resource they act for, and are not looked at here.
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

    /** Whether the policy lets somebody assume the role. */
    boolean trusts(Attempt attempt) {
        TrustConditions conditions = attempt.conditions();
        return decides(
                principal -> namesCaller(principal, attempt.caller()),
                statement -> conditions.judge(statement.path("Condition")));
    }

    /**
     * What somebody tries.
     *
     * @param caller who
     * @param sessionName the name of the session
     * @param externalId what it was told to bring, if anything
     */
    record Attempt(Principal caller, String sessionName, @Nullable String externalId) {
        private static final String EXTERNAL_ID = "sts:externalid";
        private static final String SESSION_NAME = "sts:rolesessionname";
        private static final String ARN = "aws:principalarn";
        private static final String ACCOUNT = "aws:principalaccount";
        private static final String USER_ID = "aws:userid";
        private static final Set<String> KEYS =
                Set.of(EXTERNAL_ID, SESSION_NAME, ARN, ACCOUNT, USER_ID);

        TrustConditions conditions() {
            Map<String, String> values = new HashMap<>();
            values.put(SESSION_NAME, sessionName);
            values.put(ARN, caller.principalArn());
            values.put(ACCOUNT, caller.account().value());
            values.put(USER_ID, caller.userId());
            if (externalId != null) {
                values.put(EXTERNAL_ID, externalId);
            }
            return new TrustConditions(KEYS, values);
        }
    }

    /** Whether the policy lets a service, such as {@code lambda.amazonaws.com}, assume the role. */
    boolean trustsService(String service) {
        return decides(
                principal ->
                        list(principal.path("Service")).stream()
                                .anyMatch(name -> name.asText().equals(service)),
                _ -> Verdict.HOLDS);
    }

    private boolean decides(Predicate<JsonNode> names, Function<JsonNode, Verdict> condition) {
        boolean allowed = false;
        for (JsonNode statement : statements) {
            if (!concerns(statement, names) || !isAboutAssumeRole(statement)) {
                continue;
            }
            Verdict verdict = condition.apply(statement);
            if (statement.path("Effect").asText().equals("Deny")) {
                if (verdict != Verdict.FAILS) {
                    return false;
                }
            } else {
                allowed |= verdict == Verdict.HOLDS;
            }
        }
        return allowed;
    }

    private static boolean concerns(JsonNode statement, Predicate<JsonNode> names) {
        return statement.has("NotPrincipal")
                ? !names.test(statement.path("NotPrincipal"))
                : names.test(statement.path("Principal"));
    }

    private static boolean isAboutAssumeRole(JsonNode statement) {
        return statement.has("NotAction")
                ? !meansAssumeRole(statement.path("NotAction"))
                : meansAssumeRole(statement.path("Action"));
    }

    private static boolean meansAssumeRole(JsonNode actions) {
        return list(actions).stream()
                .map(action -> action.asText().toLowerCase(Locale.ROOT))
                .anyMatch(action -> Globs.matches(action, "sts:assumerole"));
    }

    private static boolean namesCaller(JsonNode principal, Principal caller) {
        return principal.asText().equals("*")
                || list(principal.path("AWS")).stream()
                        .anyMatch(name -> names(name.asText(), caller));
    }

    /** An account's number or root names everybody in it; an ARN names one user or role. */
    private static boolean names(String name, Principal caller) {
        String account = caller.account().value();
        return name.equals("*")
                || name.equals(account)
                || name.equals("arn:aws:iam::" + account + ":root")
                || name.equals(caller.arn())
                || name.equals(caller.principalArn());
    }

    static List<JsonNode> list(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        return node.isArray() ? node.valueStream().toList() : List.of(node);
    }
}
