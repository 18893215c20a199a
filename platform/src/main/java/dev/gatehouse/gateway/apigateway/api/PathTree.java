package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.gateway.apigateway.repository.CreationEntry;
import dev.gatehouse.gateway.apigateway.repository.PathEntry;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.kernel.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The resources of one API as one transaction sees them; reads no more than the branch at hand. */
public final class PathTree {
    private static final Pattern PATH_PART =
            Pattern.compile("[a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._:-]+\\+?}");

    private final Repository<Resource> resources;
    private final ApiDocuments<PathEntry> paths;
    private final ApiDocuments<CreationEntry> creations;
    private final Instant now;

    /** How many were made in this transaction: those of an import have an order, too. */
    private int made;

    public PathTree(Repositories in, String apiId) {
        this.resources = in.of(RestTypes.RESOURCE, apiId);
        this.paths = in.documents(PathEntry.KIND, apiId);
        this.creations = in.documents(CreationEntry.KIND, apiId);
        this.now = in.instant();
    }

    /** Makes the root. */
    public void plant(String rootId) {
        create(rootId, Instant.EPOCH);
        resources.put(Resource.builder().id(rootId).path("/").build());
    }

    /** Adds a resource below its parent; rejects what AWS rejects. */
    public Resource add(Resource wanted) {
        Resource parent = parent(wanted);
        checkPlace(wanted, parent);
        checkFree(wanted);
        take(wanted, create(id(wanted), now.plusNanos(1_000L * made++)));
        return put(wanted, parent.path());
    }

    /** Some of the resources, in the order of their creation. */
    Page<Resource> page(@Nullable String position, int limit) {
        Page<CreationEntry> page = creations.page(position, limit);
        return new Page<>(
                page.items().stream().map(entry -> resources.get(entry.resourceId())).toList(),
                page.next());
    }

    private String create(String resourceId, Instant when) {
        String creation = CreationEntry.id(when, resourceId);
        creations.put(creation, new CreationEntry(resourceId));
        return creation;
    }

    /** Moves a resource to another place, with all below it. */
    void move(Resource present, Resource wanted) {
        Resource parent = parent(wanted);
        checkPlace(wanted, parent);
        List<Resource> family = family(present);
        if (family.contains(parent)) {
            throw badRequest("Resources cannot be cyclical.");
        }
        PathEntry entry = paths.find(PathEntry.id(present)).orElseThrow();
        paths.delete(PathEntry.id(present));
        checkFree(wanted);
        take(wanted, entry.creation());
        Map<String, @Nullable String> paths = new HashMap<>();
        paths.put(id(wanted), put(wanted, parent.path()).path());
        for (Resource each : family.subList(1, family.size())) {
            paths.put(id(each), put(each, paths.get(each.parentId())).path());
        }
    }

    /** Removes a resource and all below it. */
    public void remove(Resource resource) {
        for (Resource each : family(resource)) {
            String entry = PathEntry.id(each);
            paths.find(entry).ifPresent(known -> creations.delete(known.creation()));
            paths.delete(entry);
            resources.delete(id(each));
        }
    }

    private static void checkPlace(Resource resource, Resource parent) {
        if (!PATH_PART.matcher(PathEntry.pathPart(resource)).matches()) {
            throw badRequest(
                    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable"
                            + " and curly braces at the beginning and the end.");
        }
        String above = PathEntry.pathPart(parent);
        if (PathEntry.isGreedy(above)) {
            throw badRequest(
                    "Cannot create a child of a resource with a greedy path variable: " + above);
        }
    }

    private void checkFree(Resource resource) {
        String wanted = PathEntry.pathPart(resource);
        paths.find(PathEntry.id(resource))
                .ifPresent(
                        taken -> {
                            throw occupied(wanted, taken.pathPart());
                        });
    }

    private void take(Resource resource, String creation) {
        paths.put(
                PathEntry.id(resource),
                new PathEntry(PathEntry.pathPart(resource), id(resource), creation));
    }

    private static ServiceException occupied(String wanted, String taken) {
        if (wanted.equals(taken)) {
            return conflict(
                    "Another resource with the same parent already has this name: " + wanted);
        }
        return badRequest(
                "A sibling (%s) of this resource already has a variable path part -- only one is allowed"
                        .formatted(taken));
    }

    /** The resource and all below it, parents before their children. */
    private List<Resource> family(Resource resource) {
        List<Resource> family = new ArrayList<>();
        family.add(resource);
        for (int i = 0; i < family.size(); i++) {
            for (PathEntry child : paths.all(id(family.get(i)) + '/')) {
                family.add(resources.get(child.resourceId()));
            }
        }
        return family;
    }

    private Resource put(Resource resource, @Nullable String above) {
        String parentPath = Objects.requireNonNull(above, "what is kept has a path");
        String prefix = parentPath.equals("/") ? "" : parentPath;
        Resource placed =
                resource.toBuilder().path(prefix + '/' + PathEntry.pathPart(resource)).build();
        return resources.put(placed);
    }

    private Resource parent(Resource resource) {
        return resources.get(String.valueOf(resource.parentId()));
    }

    private static String id(Resource resource) {
        return Objects.requireNonNull(resource.id());
    }
}
