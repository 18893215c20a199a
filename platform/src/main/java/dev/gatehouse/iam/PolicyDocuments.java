package dev.gatehouse.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Checks the grammar of policy documents, as IAM does before it stores one. */
final class PolicyDocuments {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final Set<String> STATEMENT_FIELDS =
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

    private PolicyDocuments() {}

    /** Refuses what is not an identity policy: statements name resources and no principals. */
    static void checkIdentityPolicy(String document) {
        for (JsonNode statement : statements(document)) {
            if (statement.has("Principal") || statement.has("NotPrincipal")) {
                throw IamErrors.malformed("Policy document should not specify a principal.");
            }
            if (!statement.has("Resource") && !statement.has("NotResource")) {
                throw IamErrors.malformed("Policy statement must contain resources.");
            }
            checkStrings(either(statement, "Resource", "NotResource"));
        }
    }

    /** Refuses what is not a trust policy: statements name principals and no resources. */
    static void checkTrustPolicy(String document) {
        for (JsonNode statement : statements(document)) {
            if (statement.has("Resource") || statement.has("NotResource")) {
                throw IamErrors.malformed("Has prohibited field Resource");
            }
            if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
                throw IamErrors.malformed("Missing required field Principal");
            }
            checkPrincipal(either(statement, "Principal", "NotPrincipal"));
            checkAssumes(either(statement, "Action", "NotAction"));
        }
    }

    /** A document as IAM's answers carry it: percent-encoded as RFC 3986 says. */
    static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** The size that counts for quotas: white space is free. */
    static long size(String document) {
        return document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    private static Iterable<JsonNode> statements(String document) {
        JsonNode policy = parse(document);
        JsonNode version = policy.path("Version");
        if (!version.isMissingNode() && !VERSIONS.contains(version.asText())) {
            throw IamErrors.malformed("The policy must contain a valid version string");
        }
        JsonNode statement = policy.path("Statement");
        List<JsonNode> statements =
                statement.isArray() ? statement.valueStream().toList() : List.of(statement);
        if (statements.isEmpty()) {
            throw syntax();
        }
        statements.forEach(PolicyDocuments::checkStatement);
        return statements;
    }

    private static JsonNode parse(String document) {
        try {
            JsonNode policy = MAPPER.readTree(document);
            if (!policy.isObject()) {
                throw syntax();
            }
            return policy;
        } catch (JsonProcessingException e) {
            throw IamErrors.malformed("This policy contains invalid Json");
        }
    }

    private static void checkStatement(JsonNode statement) {
        if (!statement.isObject()) {
            throw syntax();
        }
        statement
                .fieldNames()
                .forEachRemaining(
                        field -> {
                            if (!STATEMENT_FIELDS.contains(field)) {
                                throw syntax();
                            }
                        });
        String effect = statement.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw syntax();
        }
        JsonNode condition = statement.path("Condition");
        if (!condition.isMissingNode() && !condition.isObject()) {
            throw syntax();
        }
        checkActions(either(statement, "Action", "NotAction"));
    }

    private static void checkActions(JsonNode actions) {
        if (actions.isMissingNode()) {
            throw IamErrors.malformed("Policy statement must contain actions.");
        }
        checkStrings(actions);
        for (JsonNode action : actions.isArray() ? actions : List.of(actions)) {
            String text = action.asText();
            if (!text.equals("*") && text.indexOf(':') <= 0) {
                throw IamErrors.malformed(
                        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2,"
                                + " etc.");
            }
        }
    }

    /** Actions were checked to have a vendor, or to be a star. */
    private static void checkAssumes(JsonNode actions) {
        for (JsonNode action : actions.isArray() ? actions : List.of(actions)) {
            String text = action.asText();
            if (text.contains(":") && !text.regionMatches(true, 0, "sts:", 0, 4)) {
                throw IamErrors.malformed(
                        "AssumeRole policy may only specify STS AssumeRole actions.");
            }
        }
    }

    private static void checkPrincipal(JsonNode principal) {
        if (principal.isTextual() && principal.asText().equals("*")) {
            return;
        }
        if (!principal.isObject() || principal.isEmpty()) {
            throw IamErrors.malformed("Invalid principal in policy.");
        }
        principal.properties().forEach(kind -> checkNames(kind.getKey(), kind.getValue()));
    }

    /** A principal is everybody or named in full: IAM knows no patterns here. */
    private static void checkNames(String kind, JsonNode names) {
        checkStrings(names);
        for (JsonNode each : names.isArray() ? names : List.of(names)) {
            String name = each.asText();
            if (!name.equals("*") && name.indexOf('*') >= 0) {
                throw IamErrors.malformed(
                        "Invalid principal in policy: \"%s\":\"%s\"".formatted(kind, name));
            }
        }
    }

    private static void checkStrings(JsonNode node) {
        for (JsonNode each : node.isArray() ? node : List.of(node)) {
            if (!each.isTextual()) {
                throw syntax();
            }
        }
    }

    private static JsonNode either(JsonNode statement, String name, String negated) {
        return statement.has(name) ? statement.path(name) : statement.path(negated);
    }

    private static RuntimeException syntax() {
        return IamErrors.malformed("Syntax errors in policy.");
    }
}
