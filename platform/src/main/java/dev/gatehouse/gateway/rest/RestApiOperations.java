package dev.gatehouse.gateway.rest;

import static dev.gatehouse.gateway.stored.Refusals.badRequest;
import static dev.gatehouse.gateway.stored.Refusals.limitExceeded;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateRestApiRequest;
import dev.gatehouse.aws.apigateway.DeleteRestApiRequest;
import dev.gatehouse.aws.apigateway.GetRestApiRequest;
import dev.gatehouse.aws.apigateway.GetRestApisRequest;
import dev.gatehouse.aws.apigateway.Resource;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.RestApis;
import dev.gatehouse.aws.apigateway.UpdateRestApiRequest;
import dev.gatehouse.gateway.rest.patch.PatchTable;
import dev.gatehouse.gateway.rest.patch.PatchType;
import dev.gatehouse.gateway.rest.patch.Wording;
import dev.gatehouse.gateway.stored.Ids;
import dev.gatehouse.gateway.stored.Page;
import dev.gatehouse.gateway.stored.Refusals;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;

/** The operations on REST APIs themselves. */
final class RestApiOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.EXACT_TEXT, "/name")
                    .replace(PatchType.TEXT, "/apiKeySource", "/policy", "/version")
                    .replace(PatchType.TEXT, "/securityPolicy", "/endpointAccessMode")
                    .change(PatchType.TEXT, "/description")
                    .number(
                            PatchType.INTEGER,
                            "/minimumCompressionSize",
                            RestApiRules.COMPRESSION_SIZE)
                    .replace(PatchType.BOOLEAN, "/disableExecuteApiEndpoint")
                    .elements("/binaryMediaTypes")
                    .onlyElement("/endpointConfiguration/types")
                    .replace(PatchType.TEXT, "/endpointConfiguration/ipAddressType")
                    .elements("/endpointConfiguration/vpcEndpointIds")
                    .build();

    private final RestLibrary library;

    RestApiOperations(RestLibrary library) {
        this.library = library;
    }

    RestApi create(RequestContext context, CreateRestApiRequest request) {
        if ("".equals(request.description())) {
            throw badRequest("Description cannot be an empty string");
        }
        Refusals.refuse("cloneFrom", request.cloneFrom());
        RestApi wanted = RestApiRules.withDefaults(RestForms.API.from(request));
        RestApiRules.check(wanted);
        return library.call(context, shelves -> insert(shelves, wanted));
    }

    private RestApi insert(RestShelves shelves, RestApi wanted) {
        if (shelves.apis().count() >= library.limits().apis()) {
            throw limitExceeded("Maximum number of REST APIs has been reached");
        }
        String id = Ids.api();
        String rootId = Ids.api();
        RestApi api =
                wanted.toBuilder().id(id).createdDate(library.now()).rootResourceId(rootId).build();
        shelves.apis().put(id, api);
        shelves.resources(id).put(rootId, Resource.builder().id(rootId).path("/").build());
        DefaultModels.byName().forEach((name, model) -> shelves.models(id).put(name, model));
        return api;
    }

    RestApi get(RequestContext context, GetRestApiRequest request) {
        return library.call(context, shelves -> shelves.api(request.restApiId()));
    }

    RestApis list(RequestContext context, GetRestApisRequest request) {
        int limit = Paging.limit(request.limit());
        Page<RestApi> page =
                library.call(context, shelves -> shelves.apis().page(request.position(), limit));
        return RestApis.builder().items(page.items()).position(page.next()).build();
    }

    RestApi update(RequestContext context, UpdateRestApiRequest request) {
        String id = request.restApiId();
        return library.publishing(
                context,
                id,
                shelves -> {
                    RestApi api = shelves.api(id);
                    RestApi changed =
                            RestApiRules.withDefaults(
                                    Patches.apply(
                                            PATCH, RestForms.API, api, request.patchOperations()));
                    RestApiRules.check(changed);
                    shelves.apis().put(id, changed);
                    // AWS shows the tags of an API in this answer even when there are none.
                    return changed.tags() == null
                            ? changed.toBuilder().tags(Map.of()).build()
                            : changed;
                });
    }

    Empty delete(RequestContext context, DeleteRestApiRequest request) {
        String id = request.restApiId();
        return library.publishing(
                context,
                id,
                shelves -> {
                    shelves.api(id);
                    shelves.stages(id).deleteAll();
                    shelves.deployments(id).deleteAll();
                    shelves.snapshots(id).deleteAll();
                    shelves.places(id).deleteAll();
                    shelves.resources(id).deleteAll();
                    shelves.models(id).deleteAll();
                    shelves.gatewayResponses(id).deleteAll();
                    shelves.apis().delete(id);
                    return Empty.EMPTY;
                });
    }
}
