package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;
import static dev.gatehouse.gateway.stored.Refusals.limitExceeded;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateResourceRequest;
import dev.gatehouse.aws.apigateway.DeleteResourceRequest;
import dev.gatehouse.aws.apigateway.GetResourceRequest;
import dev.gatehouse.aws.apigateway.GetResourcesRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.Resources;
import dev.gatehouse.aws.apigateway.UpdateResourceRequest;
import dev.gatehouse.gateway.rest.patch.PatchTable;
import dev.gatehouse.gateway.rest.patch.PatchType;
import dev.gatehouse.gateway.rest.patch.Wording;
import dev.gatehouse.gateway.stored.Ids;
import dev.gatehouse.gateway.stored.Page;
import dev.gatehouse.wire.RequestContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on the resources of an API: its tree of paths. */
final class ResourceOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.EXACT_TEXT, "/parentId", "/pathPart")
                    .build();

    private final RestLibrary library;

    ResourceOperations(RestLibrary library) {
        this.library = library;
    }

    Resource create(RequestContext context, CreateResourceRequest request) {
        String apiId = request.restApiId();
        return library.call(
                context,
                shelves -> {
                    shelves.resource(apiId, request.parentId());
                    int present = shelves.resources(apiId).count();
                    if (present >= library.limits().resources()) {
                        throw limitExceeded(
                                "Maximum number of Resources for this API has been reached");
                    }
                    Resource wanted =
                            Resource.builder()
                                    .id(Ids.part())
                                    .parentId(request.parentId())
                                    .pathPart(request.pathPart())
                                    .build();
                    return new PathTree(shelves, apiId).add(wanted);
                });
    }

    Resource get(RequestContext context, GetResourceRequest request) {
        Resource resource =
                library.call(
                        context,
                        shelves -> shelves.resource(request.restApiId(), request.resourceId()));
        return shown(resource, request.embed());
    }

    Resources list(RequestContext context, GetResourcesRequest request) {
        String apiId = request.restApiId();
        int limit = Paging.limit(request.limit());
        Page<Resource> page =
                library.call(
                        context,
                        shelves -> {
                            shelves.api(apiId);
                            return shelves.resources(apiId).page(request.position(), limit);
                        });
        List<Resource> items =
                page.items().stream().map(each -> shown(each, request.embed())).toList();
        return Resources.builder().items(items).position(page.next()).build();
    }

    /** Without {@code embed=methods} an answer names the methods and says nothing of them. */
    private static Resource shown(Resource resource, @Nullable List<String> embed) {
        Map<String, Method> methods = resource.resourceMethods();
        if (methods == null || (embed != null && embed.contains("methods"))) {
            return resource;
        }
        Map<String, Method> names = new LinkedHashMap<>();
        methods.keySet().forEach(name -> names.put(name, Method.builder().build()));
        return resource.toBuilder().resourceMethods(names).build();
    }

    Resource update(RequestContext context, UpdateResourceRequest request) {
        String apiId = request.restApiId();
        return library.call(
                context,
                shelves -> {
                    Resource resource = shelves.resource(apiId, request.resourceId());
                    Resource changed =
                            Patches.apply(
                                    PATCH, RestForms.RESOURCE, resource, request.patchOperations());
                    if (changed.equals(resource)) {
                        return shown(resource, null);
                    }
                    refuseChangesOfRoot(resource, changed);
                    new PathTree(shelves, apiId).move(resource, changed);
                    return shown(shelves.resource(apiId, request.resourceId()), null);
                });
    }

    private static void refuseChangesOfRoot(Resource before, Resource after) {
        if (before.parentId() != null) {
            return;
        }
        if (after.pathPart() != null) {
            throw badRequest("Root resource cannot update its pathPart.");
        }
        throw badRequest("Root resource cannot update its parentId.");
    }

    Empty delete(RequestContext context, DeleteResourceRequest request) {
        String apiId = request.restApiId();
        return library.call(
                context,
                shelves -> {
                    Resource resource = shelves.resource(apiId, request.resourceId());
                    if (resource.parentId() == null) {
                        throw badRequest("Root resource cannot be deleted");
                    }
                    new PathTree(shelves, apiId).remove(resource);
                    return Empty.EMPTY;
                });
    }
}
