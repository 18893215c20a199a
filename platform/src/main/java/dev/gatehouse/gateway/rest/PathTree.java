package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;
import static dev.gatehouse.gateway.stored.Refusals.conflict;

import dev.gatehouse.aws.apigateway.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** All resources of one API, and where among them another may stand. */
final class PathTree {
    private static final Pattern PATH_PART =
            Pattern.compile("[a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._:-]+\\+?}");

    private final Map<String, Resource> byId = new LinkedHashMap<>();

    PathTree(List<Resource> resources) {
        resources.forEach(resource -> byId.put(id(resource), resource));
    }

    int size() {
        return byId.size();
    }

    /** Refuses a resource that cannot stand below its parent, in AWS's words. */
    void checkPlace(Resource resource) {
        String part = part(resource);
        if (!PATH_PART.matcher(part).matches()) {
            throw badRequest(
                    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable"
                            + " and curly braces at the beginning and the end.");
        }
        Resource parent = parent(resource);
        if (part(parent).endsWith("+}")) {
            throw badRequest(
                    "Cannot create a child of a resource with a greedy path variable: "
                            + part(parent));
        }
        if (family(resource).contains(parent)) {
            throw badRequest("Resources cannot be cyclical.");
        }
        byId.values().stream()
                .filter(other -> id(parent).equals(other.parentId()))
                .filter(other -> !id(other).equals(id(resource)))
                .forEach(sibling -> checkBeside(part, part(sibling)));
    }

    private static void checkBeside(String part, String sibling) {
        if (part.equals(sibling)) {
            throw conflict("Another resource with the same parent already has this name: " + part);
        }
        if (part.startsWith("{") && sibling.startsWith("{")) {
            throw badRequest(
                    "A sibling (%s) of this resource already has a variable path part -- only one is allowed"
                            .formatted(sibling));
        }
    }

    /** The resource with the path that its place gives it. */
    Resource withPath(Resource resource) {
        String above = parent(resource).path();
        String prefix = "/".equals(above) ? "" : above;
        return resource.toBuilder().path(prefix + '/' + part(resource)).build();
    }

    /** The resource in its new place, and all below it with their new paths. */
    List<Resource> moved(Resource resource) {
        List<Resource> moved = new ArrayList<>();
        List<Resource> family = family(resource);
        byId.put(id(resource), resource);
        for (Resource each : family) {
            Resource placed = withPath(Objects.requireNonNull(byId.get(id(each))));
            byId.put(id(placed), placed);
            moved.add(placed);
        }
        return moved;
    }

    /** The resource as it is kept and all below it, parents before their children. */
    List<Resource> family(Resource resource) {
        List<Resource> family = new ArrayList<>();
        Resource kept = byId.get(id(resource));
        if (kept != null) {
            family.add(kept);
        }
        for (int i = 0; i < family.size(); i++) {
            String parentId = id(family.get(i));
            byId.values().stream()
                    .filter(other -> parentId.equals(other.parentId()))
                    .forEach(family::add);
        }
        return family;
    }

    private Resource parent(Resource resource) {
        return Objects.requireNonNull(byId.get(resource.parentId()), "the parent was looked up");
    }

    private static String id(Resource resource) {
        return Objects.requireNonNull(resource.id());
    }

    private static String part(Resource resource) {
        return Objects.requireNonNullElse(resource.pathPart(), "");
    }
}
