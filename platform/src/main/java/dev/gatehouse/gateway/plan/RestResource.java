package dev.gatehouse.gateway.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource of a REST API.
 *
 * @param path its template from the root, such as {@code /pets/{petId}} or {@code /{proxy+}}
 * @param methods by HTTP method in upper case, {@code ANY} among them
 */
public record RestResource(String id, String path, Map<String, RestMethod> methods) {
    public RestResource {
        methods = Map.copyOf(methods);
    }

    /** The method that serves {@code httpMethod}: the one of that name, else ANY, else null. */
    public @Nullable RestMethod method(String httpMethod) {
        RestMethod exact = methods.get(httpMethod);
        return exact != null ? exact : methods.get("ANY");
    }
}
