package dev.gatehouse.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.gateway.plan.CallerCredentials;
import dev.gatehouse.wire.RequestContext;
import java.util.Set;
import java.util.TreeSet;

/** The roles that a document of OpenAPI passes to API Gateway when it is imported. */
final class ImportedRoles {
    private static final Set<String> MEMBERS = Set.of("credentials", "authorizerCredentials");

    private ImportedRoles() {}

    /** The ARNs; none in a document that its operation rejects. */
    static Set<String> of(RequestContext context, OperationModel operation, Structure input) {
        Set<String> roles = new TreeSet<>();
        ImportedDocuments.of(context, operation, input)
                .ifPresent(document -> collect(document.root(), roles));
        return roles;
    }

    private static void collect(JsonNode node, Set<String> roles) {
        for (String member : MEMBERS) {
            String role = node.path(member).asText();
            if (!role.isEmpty() && !CallerCredentials.are(role)) {
                roles.add(role);
            }
        }
        node.forEach(child -> collect(child, roles));
    }
}
