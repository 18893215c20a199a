package dev.gatehouse.gateway.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.aws.apigateway.Authorizer;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.plan.CallerCredentials;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The roles that a new REST API takes over from the one that {@code cloneFrom} names: its maker
 * passes them to API Gateway as if each integration and authorizer were made anew.
 */
final class ClonedRoles {
    private ClonedRoles() {}

    /** The ARNs; none where nothing is cloned. */
    static Set<String> of(
            Transactions transactions,
            RequestContext context,
            OperationModel operation,
            Structure input) {
        return operation.name().equals("CreateRestApi")
                        && input.value("cloneFrom") instanceof String source
                        && !source.isEmpty()
                ? transactions.in(context, in -> ofApi(in, source))
                : Set.of();
    }

    private static Set<String> ofApi(Repositories in, String apiId) {
        Set<String> roles = new TreeSet<>();
        for (Authorizer authorizer : in.of(RestTypes.AUTHORIZER, apiId).all()) {
            add(roles, authorizer.authorizerCredentials());
        }
        for (Resource resource : in.of(RestTypes.RESOURCE, apiId).all()) {
            Map<String, Method> methods =
                    Objects.requireNonNullElse(resource.resourceMethods(), Map.of());
            for (Method method : methods.values()) {
                Integration integration = method.methodIntegration();
                add(roles, integration == null ? null : integration.credentials());
            }
        }
        return roles;
    }

    private static void add(Set<String> roles, @Nullable String credentials) {
        if (credentials != null && !credentials.isEmpty() && !CallerCredentials.are(credentials)) {
            roles.add(credentials);
        }
    }
}
