package dev.gatehouse.identity.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the element {@code Principal} or {@code NotPrincipal} of a statement. */
final class PrincipalReader {
    private static final Set<String> KINDS = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private PrincipalReader() {}

    static @Nullable PrincipalNames read(JsonNode statement) {
        JsonNode node = PolicyReader.either(statement, "Principal");
        if (node.isMissingNode()) {
            return null;
        }
        boolean negated = !statement.has("Principal");
        if (node.isTextual() && node.asText().equals("*")) {
            return new PrincipalNames(true, Set.of(), Set.of(), Set.of(), negated);
        }
        if (!node.isObject() || node.isEmpty()) {
            throw PolicyReader.malformed("Invalid principal in policy.");
        }
        for (Map.Entry<String, JsonNode> kind : node.properties()) {
            if (!KINDS.contains(kind.getKey())) {
                throw PolicyReader.malformed("Invalid principal in policy.");
            }
        }
        return new PrincipalNames(
                false,
                names(node, "AWS"),
                names(node, "Service"),
                names(node, "Federated"),
                negated);
    }

    /** A principal is everybody or named in full: IAM knows no patterns here. */
    private static Set<String> names(JsonNode node, String kind) {
        if (!node.has(kind)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>(PolicyReader.strings(node.path(kind)));
        for (String name : names) {
            if (!name.equals("*") && name.indexOf('*') >= 0) {
                throw PolicyReader.malformed(
                        "Invalid principal in policy: \"%s\":\"%s\"".formatted(kind, name));
            }
        }
        return names;
    }
}
