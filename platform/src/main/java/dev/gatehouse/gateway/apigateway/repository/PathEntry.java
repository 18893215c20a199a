package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.store.Kind;
import java.util.Objects;

/**
 * Index entry: a place in an API's tree of paths that a resource has taken. Whether a place is
 * free, and what stands below a resource, is then one look, however many there are.
 *
 * @param pathPart the last part of the path
 * @param resourceId the resource
 * @param creation the id of the resource's {@link CreationEntry}
 */
public record PathEntry(String pathPart, String resourceId, String creation) {
    public static final Kind<PathEntry> KIND = new Kind<>("apigateway.path", PathEntry.class);

    /** The last part of a resource's path; empty for the root. */
    public static String pathPart(Resource resource) {
        return Objects.requireNonNullElse(resource.pathPart(), "");
    }

    /** The id of a resource's entry: all variables below one parent have the same. */
    public static String id(Resource resource) {
        String part = pathPart(resource);
        return resource.parentId() + '/' + (part.startsWith("{") ? "{}" : part);
    }

    /** Whether a part of a path takes all that follows. */
    public static boolean isGreedy(String pathPart) {
        return pathPart.endsWith("+}");
    }
}
