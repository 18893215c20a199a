package dev.gatehouse.identity.policy.open;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.kernel.AccountId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which policies open a resource to the public (Amazon S3 User Guide, "The meaning of 'public'"),
 * and what closes it again.
 */
public final class PublicPolicies {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keys a fixed value of which leaves out all callers but those who have it. */
    private static final Set<String> NARROWING =
            Set.of(
                    "aws:principalaccount",
                    "aws:principalarn",
                    "aws:principalorgid",
                    "aws:principalorgpaths",
                    "aws:sourceaccount",
                    "aws:sourcearn",
                    "aws:sourceowner",
                    "aws:sourcevpc",
                    "aws:sourcevpce",
                    "aws:userid",
                    "s3:dataaccesspointaccount",
                    "s3:dataaccesspointarn",
                    "s3:x-amz-server-side-encryption-aws-kms-key-id");

    /** Operators that hold for some values alone, and not where there is none. */
    private static final Pattern EXACT =
            Pattern.compile(
                    "(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like))");

    private static final Pattern WILD = Pattern.compile("[*?]|\\$\\{");
    private static final Pattern ADDRESSES = Pattern.compile("[0-9A-Fa-f.:]+(?:/(\\d{1,3}))?");
    private static final String SOURCE_IP = "aws:sourceip";

    /** Wider ranges of addresses than these are everybody. */
    private static final int NARROWEST_IPV4 = 8;

    private static final int NARROWEST_IPV6 = 32;

    private PublicPolicies() {}

    /**
     * A policy that denies a service's actions to callers of no account and of others than the
     * owner's, services excepted.
     *
     * @param actions such as {@code s3:*}
     */
    public static Policy closing(String actions, AccountId owner) {
        return Policy.of(
                """
                {"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"%s","Resource":"*",
                "Condition":{"StringNotEquals":{"aws:PrincipalAccount":"%s"},"Bool":{"aws:PrincipalIsAWSService":"false"}}}}\
                """
                        .formatted(actions, owner));
    }

    /**
     * Whether a statement allows something to everybody.
     *
     * @param document that was checked
     */
    public static boolean isPublic(String document) {
        try {
            for (JsonNode statement : listed(JSON.readTree(document).path("Statement"))) {
                if (statement.path("Effect").asText().equals("Allow")
                        && namesEverybody(statement)
                        && !isNarrowed(statement.path("Condition"))) {
                    return true;
                }
            }
            return false;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean namesEverybody(JsonNode statement) {
        if (statement.has("NotPrincipal")) {
            return true;
        }
        JsonNode principal = statement.path("Principal");
        JsonNode named = principal.isObject() ? principal.path("AWS") : principal;
        return listed(named).stream().anyMatch(each -> each.asText().equals("*"));
    }

    private static boolean isNarrowed(JsonNode conditions) {
        return conditions
                .propertyStream()
                .anyMatch(
                        operator ->
                                operator.getValue()
                                        .propertyStream()
                                        .anyMatch(
                                                key ->
                                                        isNarrowed(
                                                                operator.getKey()
                                                                        .toLowerCase(Locale.ROOT),
                                                                key.getKey()
                                                                        .toLowerCase(Locale.ROOT),
                                                                listed(key.getValue()))));
    }

    private static boolean isNarrowed(String operator, String key, List<JsonNode> values) {
        if (key.equals(SOURCE_IP)) {
            return operator.equals("ipaddress")
                    && values.stream().map(JsonNode::asText).allMatch(PublicPolicies::isNarrow);
        }
        return NARROWING.contains(key)
                && EXACT.matcher(operator).matches()
                && values.stream().noneMatch(value -> WILD.matcher(value.asText()).find());
    }

    private static boolean isNarrow(String range) {
        Matcher form = ADDRESSES.matcher(range);
        int narrowest = range.contains(":") ? NARROWEST_IPV6 : NARROWEST_IPV4;
        return form.matches()
                && (form.group(1) == null || Integer.parseInt(form.group(1)) >= narrowest);
    }

    private static List<JsonNode> listed(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        return node.isArray() ? node.valueStream().toList() : List.of(node);
    }
}
