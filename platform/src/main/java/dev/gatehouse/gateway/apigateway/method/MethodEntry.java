package dev.gatehouse.gateway.apigateway.method;

import static dev.gatehouse.gateway.resource.ServiceErrors.notFound;

import dev.gatehouse.aws.View;
import dev.gatehouse.aws.apigateway.Integration;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Repositories;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one method of a resource is kept. A method and all that belongs to it live in their
 * resource's document, so a change of any of them writes that document.
 */
public final class MethodEntry {
    private final Repositories in;
    private final String apiId;
    private final Resource resource;
    private final String httpMethod;

    private MethodEntry(Repositories in, String apiId, Resource resource, String httpMethod) {
        this.in = in;
        this.apiId = apiId;
        this.resource = resource;
        this.httpMethod = httpMethod;
    }

    /**
     * The place of the method that a request names, whether there is one or not; rejects a resource
     * that is not there.
     */
    static MethodEntry of(Repositories in, View request) {
        String apiId = member(request, "restApiId");
        Resource resource = in.of(RestTypes.RESOURCE, apiId).get(member(request, "resourceId"));
        return new MethodEntry(in, apiId, resource, member(request, "httpMethod"));
    }

    /** The methods of a resource by HTTP method. */
    public static Map<String, Method> methods(Resource resource) {
        return Objects.requireNonNullElse(resource.resourceMethods(), Map.of());
    }

    private static String member(View request, String name) {
        return String.valueOf(request.data().value(name));
    }

    Repositories in() {
        return in;
    }

    String apiId() {
        return apiId;
    }

    boolean taken() {
        return methods(resource).containsKey(httpMethod);
    }

    /** The method, or AWS's rejection. */
    Method method() {
        Method method = methods(resource).get(httpMethod);
        if (method == null) {
            throw notFound("Invalid Method identifier specified");
        }
        return method;
    }

    /** The method's integration, or AWS's rejection. */
    Integration integration() {
        Method method = methods(resource).get(httpMethod);
        Integration integration = method == null ? null : method.methodIntegration();
        if (integration == null) {
            throw notFound("Invalid Integration identifier specified");
        }
        return integration;
    }

    Method put(Method method) {
        write(method);
        return method;
    }

    Integration put(Integration integration) {
        write(method().toBuilder().methodIntegration(integration).build());
        return integration;
    }

    void removeIntegration() {
        integration();
        write(method().toBuilder().methodIntegration(null).build());
    }

    void remove() {
        method();
        write(null);
    }

    private void write(@Nullable Method method) {
        Resource changed =
                resource.toBuilder()
                        .resourceMethods(changed(methods(resource), httpMethod, method))
                        .build();
        in.of(RestTypes.RESOURCE, apiId).put(changed);
    }

    /**
     * A map with an entry put, or removed when there is no value; null, as absent members are, when
     * nothing is left.
     */
    static <V> @Nullable Map<String, V> changed(
            Map<String, V> present, String key, @Nullable V value) {
        Map<String, V> changed = new LinkedHashMap<>(present);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return changed.isEmpty() ? null : changed;
    }
}
