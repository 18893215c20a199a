package dev.gatehouse.identity.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.AccountId;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second reading of AWS's rules, as slow and as plain as they are told: it walks the document at
 * each request, and matches by regular expressions. All condition keys are known.
 */
final class NaiveEvaluator {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final Principal principal;
    private final String action;
    private final String resource;
    private final Map<String, List<String>> values;

    NaiveEvaluator(
            Principal principal, String action, String resource, Map<String, List<String>> values) {
        this.principal = principal;
        this.action = action;
        this.resource = resource;
        this.values = values;
    }

    /** Of identity, boundary and session policies: documents; null where there is none. */
    record Policies(String identity, String boundary, String session, String ofResource) {}

    boolean allows(Policies all, AccountId owner) {
        List<String> documents = new ArrayList<>();
        for (String each : new String[] {all.identity, all.boundary, all.session, all.ofResource}) {
            if (each != null) {
                documents.add(each);
            }
        }
        if (documents.stream().anyMatch(document -> says(document, "Deny", null))) {
            return false;
        }
        boolean alone =
                principal.kind() == PrincipalKind.SERVICE
                        || principal.kind() == PrincipalKind.ANONYMOUS;
        boolean shared = all.ofResource != null && says(all.ofResource, "Allow", null);
        if (alone) {
            return shared;
        }
        boolean within =
                (all.boundary == null || says(all.boundary, "Allow", null))
                        && (all.session == null || says(all.session, "Allow", null));
        boolean own = principal.kind() == PrincipalKind.ROOT || says(all.identity, "Allow", null);
        if (!principal.account().equals(owner)) {
            return shared && own && within;
        }
        if (all.ofResource != null && says(all.ofResource, "Allow", "itself")) {
            return true;
        }
        boolean named = all.ofResource != null && says(all.ofResource, "Allow", "anybody");
        return (own || named) && within;
    }

    /**
     * @param how null for any naming; {@code itself} for the very principal; {@code anybody} for
     *     all but by account
     */
    private boolean says(String document, String effect, String how) {
        JsonNode policy = parse(document);
        for (JsonNode statement : list(policy.path("Statement"))) {
            if (statement.path("Effect").asText().equals(effect)
                    && names(statement, how)
                    && either(statement, "Action", each -> globs(each, action, true, false))
                    && (!(statement.has("Resource") || statement.has("NotResource"))
                            || either(
                                    statement,
                                    "Resource",
                                    each -> globs(each, resource, false, true)))
                    && holds(statement.path("Condition"))) {
                return true;
            }
        }
        return false;
    }

    private boolean names(JsonNode statement, String how) {
        if (statement.has("NotPrincipal")) {
            boolean listed = named(statement.path("NotPrincipal"), null);
            return !listed && !"itself".equals(how);
        }
        return !statement.has("Principal") || named(statement.path("Principal"), how);
    }

    private boolean named(JsonNode names, String how) {
        boolean service = principal.kind() == PrincipalKind.SERVICE;
        boolean everybody =
                names.asText().equals("*") || (!service && texts(names.path("AWS")).contains("*"));
        boolean itself =
                service
                        ? texts(names.path("Service")).contains(principal.arn())
                        : texts(names.path("AWS")).contains(principal.arn());
        boolean role =
                !service
                        && principal.session() != null
                        && texts(names.path("AWS")).contains(principal.session().issuer().arn());
        String account = principal.account().value();
        boolean byAccount =
                !service
                        && principal.kind() != PrincipalKind.ANONYMOUS
                        && (texts(names.path("AWS")).contains(account)
                                || texts(names.path("AWS"))
                                        .contains("arn:aws:iam::" + account + ":root"));
        if ("itself".equals(how)) {
            return itself;
        }
        return itself || role || everybody || (how == null && byAccount);
    }

    private boolean holds(JsonNode condition) {
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                List<String> given = values.get(key.getKey().toLowerCase(Locale.ROOT));
                if (!holds(operator.getKey(), given, texts(key.getValue()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean holds(String operator, List<String> given, List<String> expected) {
        if (operator.equals("Null")) {
            return expected.contains(String.valueOf(given.isEmpty()));
        }
        if (operator.endsWith("IfExists")) {
            String plain = operator.substring(0, operator.length() - "IfExists".length());
            return given.isEmpty() || holds(plain, given, expected);
        }
        if (operator.startsWith("ForAllValues:")) {
            String plain = operator.substring("ForAllValues:".length());
            return given.stream().allMatch(value -> compares(plain, value, expected));
        }
        if (operator.startsWith("ForAnyValue:")) {
            String plain = operator.substring("ForAnyValue:".length());
            return given.stream().anyMatch(value -> compares(plain, value, expected));
        }
        return operator.contains("Not")
                ? given.stream().allMatch(value -> compares(operator, value, expected))
                : given.stream().anyMatch(value -> compares(operator, value, expected));
    }

    private boolean compares(String operator, String value, List<String> expected) {
        if (operator.contains("Not")) {
            return !compares(operator.replace("Not", ""), value, expected);
        }
        return expected.stream()
                .anyMatch(
                        each ->
                                switch (operator) {
                                    case "StringEquals" -> same(each, value, 0);
                                    case "StringEqualsIgnoreCase" ->
                                            same(each, value, Pattern.CASE_INSENSITIVE);
                                    case "StringLike" -> globs(each, value, false, true);
                                    case "ArnLike", "ArnEquals" -> arns(each, value);
                                    case "NumericLessThan" ->
                                            number(value)
                                                    && Integer.parseInt(value)
                                                            < Integer.parseInt(each);
                                    case "NumericEquals" ->
                                            number(value)
                                                    && Integer.parseInt(value)
                                                            == Integer.parseInt(each);
                                    case "Bool" -> value.equalsIgnoreCase(each);
                                    default -> throw new IllegalArgumentException(operator);
                                });
    }

    private static boolean number(String text) {
        return text.matches("\\d+");
    }

    private boolean same(String pattern, String text, int flags) {
        String substituted = substituted(pattern, false);
        return substituted != null && Pattern.compile(substituted, flags).matcher(text).matches();
    }

    private boolean arns(String pattern, String arn) {
        if (pattern.equals("*")) {
            return true;
        }
        String[] patterns = pattern.split(":", 6);
        String[] parts = arn.split(":", 6);
        if (patterns.length < 6 || parts.length < 6) {
            return false;
        }
        for (int i = 0; i < 6; i++) {
            if (!globs(patterns[i], parts[i], false, true)) {
                return false;
            }
        }
        return true;
    }

    private boolean globs(String pattern, String text, boolean ignoreCase, boolean variables) {
        String regex = variables ? substituted(pattern, true) : regex(pattern, true);
        return regex != null
                && Pattern.compile(regex, ignoreCase ? Pattern.CASE_INSENSITIVE : 0)
                        .matcher(text)
                        .matches();
    }

    /** The pattern as a regular expression with its variables filled in; null when one has none. */
    private String substituted(String pattern, boolean wildcards) {
        StringBuilder regex = new StringBuilder();
        Matcher variable = VARIABLE.matcher(pattern);
        int from = 0;
        while (variable.find()) {
            regex.append(regex(pattern.substring(from, variable.start()), wildcards));
            from = variable.end();
            String[] parts = variable.group(1).split(",", 2);
            List<String> found = values.get(parts[0].strip().toLowerCase(Locale.ROOT));
            if (found.isEmpty() && parts.length == 2) {
                regex.append(Pattern.quote(parts[1].strip().replace("'", "")));
            } else if (found.size() == 1) {
                regex.append(Pattern.quote(found.getFirst()));
            } else {
                return null;
            }
        }
        return regex.append(regex(pattern.substring(from), wildcards)).toString();
    }

    private static String regex(String pattern, boolean wildcards) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            if (wildcards && c == '*') {
                regex.append(".*");
            } else if (wildcards && c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static boolean either(
            JsonNode statement, String name, java.util.function.Predicate<String> matches) {
        return statement.has(name)
                ? texts(statement.path(name)).stream().anyMatch(matches)
                : texts(statement.path("Not" + name)).stream().noneMatch(matches);
    }

    private static List<String> texts(JsonNode node) {
        return list(node).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> list(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        return node.isArray() ? node.valueStream().toList() : List.of(node);
    }

    private static JsonNode parse(String document) {
        try {
            return new ObjectMapper().readTree(document);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
