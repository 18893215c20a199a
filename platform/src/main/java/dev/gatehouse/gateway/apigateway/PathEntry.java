package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.store.Kind;
import java.util.Objects;

/**
 * A place in an API's tree of paths that a resource has taken, kept beside the resources: whether a
 * place is free, and what stands below a resource, is then one look, however many there are.
 *
 * @param pathPart the last part of the path
 * @param resourceId the resource
 */
record PathEntry(String pathPart, String resourceId) {
    static final Kind<PathEntry> KIND = new Kind<>("apigateway.place", PathEntry.class);

    /** The place that a resource wants, or has. */
    static PathEntry of(Resource resource) {
        String part = Objects.requireNonNullElse(resource.pathPart(), "");
        return new PathEntry(part, Objects.requireNonNull(resource.id()));
    }

    /** Its name among the places below one parent: all variables have the same. */
    String name() {
        return isVariable() ? "{}" : pathPart;
    }

    boolean isVariable() {
        return pathPart.startsWith("{");
    }

    boolean isGreedy() {
        return pathPart.endsWith("+}");
    }
}
