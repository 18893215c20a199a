package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateResourceRequest;
import dev.gatehouse.aws.apigateway.DeleteResourceRequest;
import dev.gatehouse.aws.apigateway.GetResourcesRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.UpdateResourceRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Repository;
import dev.gatehouse.gateway.resource.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on the resources of an API: its tree of paths. */
public final class ResourceOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.LISTS_THE_PATHS)
                    .replace(PatchType.EXACT_TEXT, "/parentId", "/pathPart")
                    .build();

    private ResourceOperations() {}

    public static void addTo(Resources service, RestLimits limits) {
        service.on(ApiGateway.CREATE_RESOURCE, (in, request) -> create(in, request, limits))
                .on(ApiGateway.UPDATE_RESOURCE, ResourceOperations::update)
                .on(ApiGateway.DELETE_RESOURCE, ResourceOperations::delete)
                .of(RestTypes.RESOURCE)
                .get(
                        ApiGateway.GET_RESOURCE,
                        (_, resource, request) -> shown(resource, request.embed()))
                .list(ApiGateway.GET_RESOURCES, ResourceOperations::page);
    }

    private static Resource create(
            Repositories in, CreateResourceRequest request, RestLimits limits) {
        Repository<Resource> all = in.of(RestTypes.RESOURCE, request.restApiId());
        all.get(request.parentId());
        all.requireRoom(
                limits.resources(), "Maximum number of Resources for this API has been reached");
        return new PathTree(in, request.restApiId())
                .add(
                        Resource.builder()
                                .id(Ids.part())
                                .parentId(request.parentId())
                                .pathPart(request.pathPart())
                                .build());
    }

    private static Page<Resource> page(
            Repositories in, GetResourcesRequest request, @Nullable String position, int limit) {
        Page<Resource> page = new PathTree(in, request.restApiId()).page(position, limit);
        return new Page<>(
                page.items().stream().map(each -> shown(each, request.embed())).toList(),
                page.next());
    }

    /** Without {@code embed=methods} a response names the methods and says nothing of them. */
    private static Resource shown(Resource resource, @Nullable List<String> embed) {
        Map<String, Method> methods = resource.resourceMethods();
        if (methods == null || (embed != null && embed.contains("methods"))) {
            return resource;
        }
        Map<String, Method> names = new LinkedHashMap<>();
        methods.keySet().forEach(name -> names.put(name, Method.builder().build()));
        return resource.toBuilder().resourceMethods(names).build();
    }

    private static Resource update(Repositories in, UpdateResourceRequest request) {
        Repository<Resource> all = in.of(RestTypes.RESOURCE, request.restApiId());
        Resource resource = all.get(request.resourceId());
        Resource changed =
                Patches.apply(PATCH, RestTypes.RESOURCE, resource, request.patchOperations());
        if (changed.equals(resource)) {
            return shown(resource, null);
        }
        rejectChangesOfRoot(resource, changed);
        new PathTree(in, request.restApiId()).move(resource, changed);
        return shown(all.get(request.resourceId()), null);
    }

    private static void rejectChangesOfRoot(Resource before, Resource after) {
        if (before.parentId() != null) {
            return;
        }
        if (after.pathPart() != null) {
            throw badRequest("Root resource cannot update its pathPart.");
        }
        throw badRequest("Root resource cannot update its parentId.");
    }

    private static Empty delete(Repositories in, DeleteResourceRequest request) {
        Resource resource =
                in.of(RestTypes.RESOURCE, request.restApiId()).get(request.resourceId());
        if (resource.parentId() == null) {
            throw badRequest("Root resource cannot be deleted");
        }
        new PathTree(in, request.restApiId()).remove(resource);
        return Empty.EMPTY;
    }
}
