package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.limitExceeded;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateResourceRequest;
import dev.gatehouse.aws.apigateway.DeleteResourceRequest;
import dev.gatehouse.aws.apigateway.GetResourceRequest;
import dev.gatehouse.aws.apigateway.GetResourcesRequest;
import dev.gatehouse.aws.apigateway.Method;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.Resources;
import dev.gatehouse.aws.apigateway.UpdateResourceRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Paging;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.RestRepositories;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.wire.RequestContext;
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

    private final RestTransactions transactions;

    public ResourceOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public Resource create(RequestContext context, CreateResourceRequest request) {
        String apiId = request.restApiId();
        return transactions.call(
                context,
                repositories -> {
                    repositories.resource(apiId, request.parentId());
                    int present = repositories.resources(apiId).count();
                    if (present >= transactions.limits().resources()) {
                        throw limitExceeded(
                                "Maximum number of Resources for this API has been reached");
                    }
                    Resource wanted =
                            Resource.builder()
                                    .id(Ids.part())
                                    .parentId(request.parentId())
                                    .pathPart(request.pathPart())
                                    .build();
                    return tree(repositories, apiId).add(wanted);
                });
    }

    public Resource get(RequestContext context, GetResourceRequest request) {
        Resource resource =
                transactions.call(
                        context,
                        repositories ->
                                repositories.resource(request.restApiId(), request.resourceId()));
        return shown(resource, request.embed());
    }

    public Resources list(RequestContext context, GetResourcesRequest request) {
        String apiId = request.restApiId();
        int limit = Paging.limit(request.limit());
        Page<Resource> page =
                transactions.call(
                        context,
                        repositories -> {
                            repositories.api(apiId);
                            return tree(repositories, apiId).page(request.position(), limit);
                        });
        List<Resource> items =
                page.items().stream().map(each -> shown(each, request.embed())).toList();
        return Resources.builder().items(items).position(page.next()).build();
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

    public Resource update(RequestContext context, UpdateResourceRequest request) {
        String apiId = request.restApiId();
        return transactions.call(
                context,
                repositories -> {
                    Resource resource = repositories.resource(apiId, request.resourceId());
                    Resource changed =
                            Patches.apply(
                                    PATCH, RestTypes.RESOURCE, resource, request.patchOperations());
                    if (changed.equals(resource)) {
                        return shown(resource, null);
                    }
                    rejectChangesOfRoot(resource, changed);
                    tree(repositories, apiId).move(resource, changed);
                    return shown(repositories.resource(apiId, request.resourceId()), null);
                });
    }

    private PathTree tree(RestRepositories repositories, String apiId) {
        return new PathTree(repositories, apiId, transactions.instant());
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

    public Empty delete(RequestContext context, DeleteResourceRequest request) {
        String apiId = request.restApiId();
        return transactions.call(
                context,
                repositories -> {
                    Resource resource = repositories.resource(apiId, request.resourceId());
                    if (resource.parentId() == null) {
                        throw badRequest("Root resource cannot be deleted");
                    }
                    tree(repositories, apiId).remove(resource);
                    return Empty.EMPTY;
                });
    }
}
