package dev.gatehouse.cloudformation.sam.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Optional;
import java.util.Set;

/** The {@code ResourcePolicy} of a REST API's {@code Auth} as the policy document it stands for. */
final class ResourcePolicy {
    private static final Set<String> KEYS =
            Set.of(
                    "CustomStatements",
                    "AwsAccountWhitelist",
                    "AwsAccountBlacklist",
                    "IpRangeWhitelist",
                    "IpRangeBlacklist");

    private final ArrayNode statements = Json.list();

    private ResourcePolicy() {}

    /** The document; empty when nothing is declared. */
    static Optional<ObjectNode> of(String where, JsonNode declared) {
        RestAuth.requireMap(where + ", Auth.ResourcePolicy", declared);
        declared.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!KEYS.contains(key)) {
                                throw TemplateErrors.of(
                                        "%s, Auth.ResourcePolicy: the property %s is not"
                                                + " supported",
                                        where, key);
                            }
                        });
        ResourcePolicy policy = new ResourcePolicy();
        policy.accounts("Allow", declared.path("AwsAccountWhitelist"));
        policy.accounts("Deny", declared.path("AwsAccountBlacklist"));
        policy.addresses("NotIpAddress", declared.path("IpRangeWhitelist"));
        policy.addresses("IpAddress", declared.path("IpRangeBlacklist"));
        JsonNode custom = declared.path("CustomStatements");
        list(custom).forEach(policy.statements::add);
        if (policy.statements.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = Json.object().put("Version", "2012-10-17");
        document.set("Statement", policy.statements);
        return Optional.of(document);
    }

    private void accounts(String effect, JsonNode accounts) {
        if (!accounts.isMissingNode()) {
            ObjectNode principal = Json.object();
            principal.set("AWS", list(accounts));
            statement(effect).set("Principal", principal);
        }
    }

    /** All are let in, and those denied whose address is, or is not, among these. */
    private void addresses(String condition, JsonNode addresses) {
        if (!addresses.isMissingNode()) {
            statement("Allow").put("Principal", "*");
            ObjectNode source = Json.object();
            source.set("aws:SourceIp", list(addresses));
            ObjectNode denied = statement("Deny").put("Principal", "*");
            denied.set("Condition", Json.object().set(condition, source));
        }
    }

    private ObjectNode statement(String effect) {
        return statements
                .addObject()
                .put("Effect", effect)
                .put("Action", "execute-api:Invoke")
                .put("Resource", "execute-api:/*");
    }

    private static ArrayNode list(JsonNode given) {
        ArrayNode list = Json.list();
        if (given.isArray()) {
            given.forEach(list::add);
        } else if (!given.isMissingNode()) {
            list.add(given);
        }
        return list;
    }
}
