package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The resources of one API as one transaction sees them; reads no more than the branch at hand. */
final class PathTree {
    private static final Pattern PATH_PART =
            Pattern.compile("[a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._:-]+\\+?}");

    private final RestRepositories repositories;
    private final String apiId;
    private final ApiDocuments<PathEntry> places;

    PathTree(RestRepositories repositories, String apiId) {
        this.repositories = repositories;
        this.apiId = apiId;
        this.places = repositories.places(apiId);
    }

    /** Adds a resource below its parent; rejects what AWS rejects. */
    Resource add(Resource wanted) {
        Resource parent = parent(wanted);
        checkPlace(wanted, parent);
        take(wanted);
        return put(wanted, parent.path());
    }

    /** Moves a resource to another place, with all below it. */
    void move(Resource present, Resource wanted) {
        Resource parent = parent(wanted);
        checkPlace(wanted, parent);
        List<Resource> family = family(present);
        if (family.contains(parent)) {
            throw badRequest("Resources cannot be cyclical.");
        }
        places.delete(placeId(present));
        take(wanted);
        Map<String, @Nullable String> paths = new HashMap<>();
        paths.put(id(wanted), put(wanted, parent.path()).path());
        for (Resource each : family.subList(1, family.size())) {
            paths.put(id(each), put(each, paths.get(each.parentId())).path());
        }
    }

    /** Removes a resource and all below it. */
    void remove(Resource resource) {
        for (Resource each : family(resource)) {
            places.delete(placeId(each));
            repositories.resources(apiId).delete(id(each));
        }
    }

    private static void checkPlace(Resource resource, Resource parent) {
        if (!PATH_PART.matcher(PathEntry.of(resource).pathPart()).matches()) {
            throw badRequest(
                    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable"
                            + " and curly braces at the beginning and the end.");
        }
        PathEntry above = PathEntry.of(parent);
        if (above.isGreedy()) {
            throw badRequest(
                    "Cannot create a child of a resource with a greedy path variable: "
                            + above.pathPart());
        }
    }

    private void take(Resource resource) {
        PathEntry wanted = PathEntry.of(resource);
        places.find(placeId(resource))
                .ifPresent(
                        taken -> {
                            throw occupied(wanted, taken);
                        });
        places.put(placeId(resource), wanted);
    }

    private static ServiceException occupied(PathEntry wanted, PathEntry taken) {
        if (wanted.pathPart().equals(taken.pathPart())) {
            return conflict(
                    "Another resource with the same parent already has this name: "
                            + wanted.pathPart());
        }
        return badRequest(
                "A sibling (%s) of this resource already has a variable path part -- only one is allowed"
                        .formatted(taken.pathPart()));
    }

    /** The resource and all below it, parents before their children. */
    private List<Resource> family(Resource resource) {
        List<Resource> family = new ArrayList<>();
        family.add(resource);
        for (int i = 0; i < family.size(); i++) {
            for (PathEntry child : places.all(id(family.get(i)) + '/')) {
                family.add(repositories.resource(apiId, child.resourceId()));
            }
        }
        return family;
    }

    private Resource put(Resource resource, @Nullable String above) {
        String parentPath = Objects.requireNonNull(above, "what is kept has a path");
        String prefix = parentPath.equals("/") ? "" : parentPath;
        Resource placed =
                resource.toBuilder().path(prefix + '/' + PathEntry.of(resource).pathPart()).build();
        return repositories.resources(apiId).put(id(placed), placed);
    }

    private Resource parent(Resource resource) {
        return repositories.resource(apiId, String.valueOf(resource.parentId()));
    }

    private static String placeId(Resource resource) {
        return resource.parentId() + '/' + PathEntry.of(resource).name();
    }

    private static String id(Resource resource) {
        return Objects.requireNonNull(resource.id());
    }
}
