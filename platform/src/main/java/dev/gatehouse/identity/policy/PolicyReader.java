package dev.gatehouse.identity.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.identity.policy.TextPattern.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads policy documents by IAM's grammar (IAM User Guide, "Grammar of the IAM JSON policy
 * language"), with IAM's words for what is wrong.
 */
final class PolicyReader {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final Set<String> FIELDS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Principal",
                    "NotPrincipal",
                    "Condition");

    /** Only this version knows variables. */
    private static final String VARIABLES_SINCE = "2012-10-17";

    private final PolicyGrammar grammar;
    private final boolean variables;
    private final Set<String> sids = new HashSet<>();

    private PolicyReader(PolicyGrammar grammar, boolean variables) {
        this.grammar = grammar;
        this.variables = variables;
    }

    static Policy read(String document, PolicyGrammar grammar) {
        JsonNode policy = parse(document);
        JsonNode version = policy.path("Version");
        if (!version.isMissingNode() && !VERSIONS.contains(version.asText())) {
            throw malformed("The policy must contain a valid version string");
        }
        PolicyReader reader = new PolicyReader(grammar, version.asText().equals(VARIABLES_SINCE));
        List<Statement> statements = new ArrayList<>();
        for (JsonNode each : list(policy.path("Statement"))) {
            if (grammar != PolicyGrammar.ANY || !isOfNothing(each)) {
                statements.add(reader.statement(each));
            }
        }
        if (statements.isEmpty()
                && grammar != PolicyGrammar.RESOURCE
                && grammar != PolicyGrammar.ANY) {
            throw syntax();
        }
        return new Policy(statements);
    }

    /**
     * IAM keeps no such statement; authorizers respond with one to let nobody in (Chalice's
     * AuthResponse without routes).
     */
    private static boolean isOfNothing(JsonNode statement) {
        return statement.path("Resource").isArray() && statement.path("Resource").isEmpty();
    }

    private static JsonNode parse(String document) {
        try {
            JsonNode policy = MAPPER.readTree(document);
            if (!policy.isObject()) {
                throw syntax();
            }
            return policy;
        } catch (JsonProcessingException e) {
            throw malformed("This policy contains invalid Json");
        }
    }

    private Statement statement(JsonNode node) {
        if (!node.isObject()) {
            throw syntax();
        }
        node.fieldNames()
                .forEachRemaining(
                        field -> {
                            if (!FIELDS.contains(field)) {
                                throw syntax();
                            }
                        });
        String effect = node.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw syntax();
        }
        Patterns actions = actions(node);
        requireElements(node);
        return new Statement(
                sid(node),
                effect.equals("Allow"),
                actions,
                patterns(node, "Resource", new Form(true, variables, false)),
                PrincipalReader.read(node),
                conditions(node.path("Condition")));
    }

    private @Nullable String sid(JsonNode node) {
        if (!node.has("Sid")) {
            return null;
        }
        if (!node.path("Sid").isTextual()) {
            throw syntax();
        }
        String sid = node.path("Sid").asText();
        if (!sid.isEmpty() && !sids.add(sid)) {
            throw malformed("Statement IDs (SID) in a single policy must be unique.");
        }
        return sid;
    }

    private Patterns actions(JsonNode node) {
        Patterns actions = patterns(node, "Action", new Form(true, false, true));
        if (actions == null) {
            throw malformed("Policy statement must contain actions.");
        }
        for (String action : strings(either(node, "Action"))) {
            if (!action.equals("*") && action.indexOf(':') <= 0) {
                throw malformed(
                        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2,"
                                + " etc.");
            }
        }
        return actions;
    }

    private void requireElements(JsonNode node) {
        boolean principals = node.has("Principal") || node.has("NotPrincipal");
        boolean resources = node.has("Resource") || node.has("NotResource");
        switch (grammar) {
            case IDENTITY -> {
                if (principals) {
                    throw malformed("Policy document should not specify a principal.");
                }
                if (!resources) {
                    throw malformed("Policy statement must contain resources.");
                }
                requireArns(either(node, "Resource"));
            }
            case TRUST -> {
                if (resources) {
                    throw malformed("Has prohibited field Resource");
                }
                if (!principals) {
                    throw malformed("Missing required field Principal");
                }
                requireSts(either(node, "Action"));
            }
            case RESOURCE -> {
                if (!principals) {
                    throw malformed("Missing required field Principal");
                }
                if (!resources) {
                    throw malformed("Missing required field Resource");
                }
            }
            case ANY -> {}
        }
    }

    private static void requireArns(JsonNode resources) {
        for (String resource : strings(resources)) {
            boolean arn = resource.startsWith("arn:") || resource.startsWith("arn*");
            if (!arn && !resource.startsWith("*")) {
                throw malformed("Resource %s must be in ARN format or \"*\".".formatted(resource));
            }
        }
    }

    private static void requireSts(JsonNode actions) {
        for (String action : strings(actions)) {
            if (action.contains(":") && !action.regionMatches(true, 0, "sts:", 0, 4)) {
                throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
            }
        }
    }

    private static @Nullable Patterns patterns(JsonNode node, String name, Form form) {
        JsonNode found = either(node, name);
        return found.isMissingNode()
                ? null
                : Patterns.compile(strings(found), !node.has(name), form);
    }

    private List<Condition> conditions(JsonNode node) {
        if (!node.isMissingNode() && !node.isObject()) {
            throw syntax();
        }
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : node.properties()) {
            if (!operator.getValue().isObject()) {
                throw syntax();
            }
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                conditions.add(condition(operator.getKey(), key.getKey(), key.getValue()));
            }
        }
        return conditions;
    }

    private Condition condition(String operator, String key, JsonNode expected) {
        List<String> values = new ArrayList<>();
        for (JsonNode each : list(expected)) {
            if (!each.isValueNode() || each.isNull()) {
                throw syntax();
            }
            values.add(each.asText());
        }
        try {
            return Condition.compile(operator, key, values, variables);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw syntax();
        }
    }

    /** The element or its negation; missing when the statement has neither. */
    static JsonNode either(JsonNode statement, String name) {
        return statement.has(name) ? statement.path(name) : statement.path("Not" + name);
    }

    /** One text or a list of them. */
    static List<String> strings(JsonNode node) {
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode each : list(node)) {
            if (!each.isTextual()) {
                throw syntax();
            }
            texts.add(each.asText());
        }
        if (texts.isEmpty()) {
            throw syntax();
        }
        return List.copyOf(texts);
    }

    private static List<JsonNode> list(JsonNode node) {
        return node.isArray() ? node.valueStream().toList() : List.of(node);
    }

    static MalformedPolicyException malformed(String message) {
        return new MalformedPolicyException(message);
    }

    private static MalformedPolicyException syntax() {
        return malformed("Syntax errors in policy.");
    }
}
