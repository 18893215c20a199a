package dev.gatehouse.cloudformation.sam.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import java.util.Locale;

/**
 * The {@code ResourcePolicy} of a REST API or of one of its methods ("ResourcePolicyStatement"),
 * written into the API's document.
 */
public final class SwaggerPolicy {
    private static final String STATEMENT = "Statement";

    private final SwaggerDocument document;
    private final ObjectNode policy;

    public SwaggerPolicy(SwaggerDocument document) {
        this.document = document;
        this.policy = document.policy();
    }

    /** Adds what a policy says of the methods of a path. */
    public void add(JsonNode given, String path, JsonNode stage) {
        ArrayNode methods = methods(path, stage);
        account(given.path("AwsAccountWhitelist"), "Allow", methods);
        account(given.path("AwsAccountBlacklist"), "Deny", methods);
        addresses(given.path("IpRangeWhitelist"), "NotIpAddress", methods);
        addresses(given.path("IpRangeBlacklist"), "IpAddress", methods);
        networks(given, "Blacklist", "StringEquals", methods);
        networks(given, "Whitelist", "StringNotEquals", methods);
        document.keepPolicy();
    }

    /** Adds statements as they are. */
    public void addCustom(JsonNode statements) {
        own("Version", PythonText.literal("2012-10-17"));
        if (!policy.has(STATEMENT)) {
            own(STATEMENT, statements);
        } else {
            ArrayNode all = Values.list(policy.get(STATEMENT));
            Values.list(statements).forEach(each -> Values.addUnique(all, each));
            own(STATEMENT, all);
        }
        document.keepPolicy();
    }

    private ArrayNode methods(String path, JsonNode stage) {
        ArrayNode list = Json.list();
        for (ObjectNode item : document.paths().items(path)) {
            for (String name : (Iterable<String>) item::fieldNames) {
                boolean any = name.equals(Paths.ANY) || name.equalsIgnoreCase("any");
                JsonNode arn =
                        Json.text(
                                "execute-api:/${__Stage__}/"
                                        + (any ? "*" : name.toUpperCase(Locale.ROOT))
                                        + withoutParameters(path));
                list.add(
                        PythonDict.call(
                                "Fn::Sub",
                                Json.list()
                                        .add(arn)
                                        .add(PythonDict.ordered().own("__Stage__", stage))));
            }
        }
        return list;
    }

    /** A path in which anything stands for a parameter. */
    public static String withoutParameters(String path) {
        return path.replaceAll("\\{([a-zA-Z0-9._-]+|[a-zA-Z0-9._-]+\\+|proxy\\+)}", "*");
    }

    private void account(JsonNode accounts, String effect, ArrayNode methods) {
        if (!Values.isTrue(accounts)) {
            return;
        }
        if (accounts.isValueNode()) {
            throw SamErrors.template(
                    "Type of '" + accounts.asText() + "' must be a list or dictionary");
        }
        own("Version", PythonText.literal("2012-10-17"));
        PythonDict statement = statement(effect, methods);
        PythonDict principal = PythonDict.hashed().own("AWS", Values.list(accounts));
        statement.own("Principal", principal);
        if (policy.has(STATEMENT)) {
            own(STATEMENT, Values.list(policy.get(STATEMENT)).add(statement));
        } else {
            own(STATEMENT, statement);
        }
    }

    private void addresses(JsonNode ranges, String test, ArrayNode methods) {
        if (Values.isTrue(ranges)) {
            PythonDict source = PythonDict.ordered().own("aws:SourceIp", Values.list(ranges));
            deny(PythonDict.ordered().own(test, source), methods);
        }
    }

    private void networks(JsonNode given, String list, String test, ArrayNode methods) {
        JsonNode endpoints = given.path("SourceVpc" + list);
        ArrayNode networks = Json.list();
        ArrayNode interfaces = Json.list();
        for (JsonNode endpoint : endpoints) {
            if (!endpoint.isTextual()) {
                throw SamErrors.template(
                        "SourceVpc%s must be a list of strings. Use IntrinsicVpc%s instead for"
                                        .formatted(list, list)
                                + " values that use Intrinsic Functions");
            }
            if (endpoint.asText().startsWith("vpce-")) {
                interfaces.add(endpoint);
            } else if (endpoint.asText().startsWith("vpc-")) {
                networks.add(endpoint);
            }
        }
        // Whichever comes first is the first of Python's dictionary.
        PythonDict condition = PythonDict.hashed();
        put(condition, "aws:SourceVpc", networks);
        put(condition, "aws:SourceVpce", interfaces);
        put(condition, "aws:SourceVpc", given.path("IntrinsicVpc" + list));
        put(condition, "aws:SourceVpce", given.path("IntrinsicVpce" + list));
        if (!condition.isEmpty()) {
            deny(PythonDict.ordered().own(test, condition), methods);
        }
    }

    private static void put(PythonDict condition, String key, JsonNode values) {
        if (!values.isEmpty()) {
            if (!condition.has(key)) {
                condition.own(key, Json.list());
            }
            values.forEach(((ArrayNode) condition.get(key))::add);
        }
    }

    private void deny(PythonDict condition, ArrayNode methods) {
        own("Version", PythonText.literal("2012-10-17"));
        PythonDict allow = statement("Allow", methods).put("Principal", "*");
        PythonDict deny = statement("Deny", methods).put("Principal", "*");
        deny.own("Condition", condition);
        ArrayNode all = policy.has(STATEMENT) ? Values.list(policy.get(STATEMENT)) : Json.list();
        Values.addUnique(all, allow);
        Values.addUnique(all, deny);
        own(STATEMENT, all);
    }

    private static PythonDict statement(String effect, ArrayNode methods) {
        PythonDict statement = PythonDict.hashed().put("Effect", effect);
        return statement.put("Action", "execute-api:Invoke").own("Resource", methods);
    }

    private void own(String key, JsonNode value) {
        ((PythonDict) policy).own(key, value);
    }
}
