package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateRestApiRequest;
import dev.gatehouse.aws.apigateway.DeleteRestApiRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.UpdateRestApiRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.CreationEntry;
import dev.gatehouse.gateway.apigateway.repository.DocumentationSnapshot;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.apigateway.repository.PathEntry;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestSnapshot;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.domain.Mappings;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.ResourceType;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.Writing;
import dev.gatehouse.store.Kind;
import java.util.List;
import java.util.Map;

/** The operations on REST APIs themselves. */
public final class RestApiOperations {
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
                    .values("/endpointConfiguration/vpcEndpointIds")
                    .build();

    private RestApiOperations() {}

    /**
     * @param deletion how APIs are deleted
     */
    public static void addTo(Resources service, RestLimits limits, Writing<RestApi> deletion) {
        service.of(RestTypes.API)
                .shown(RestApiOperations::listed)
                .create(ApiGateway.CREATE_REST_API, (in, request) -> create(in, request, limits))
                .list(ApiGateway.GET_REST_APIS)
                .shown(RestApiOperations::shown)
                .get(ApiGateway.GET_REST_API)
                .publishing()
                .update(ApiGateway.UPDATE_REST_API, RestApiOperations::update)
                .writing(deletion)
                .delete(ApiGateway.DELETE_REST_API, RestApiOperations::clear);
    }

    private static RestApi create(
            Repositories in, CreateRestApiRequest request, RestLimits limits) {
        if ("".equals(request.description())) {
            throw badRequest("Description cannot be an empty string");
        }
        String id = Ids.api();
        String source = request.cloneFrom();
        RestApi asked = RestTypes.API.from(request);
        if (source == null || source.isEmpty()) {
            RestApi made = fresh(in, checked(in, id, asked), id, limits);
            DefaultModels.all().forEach(in.of(RestTypes.MODEL, id)::put);
            return made;
        }
        RestApi cloned = ClonedApi.settings(asked, in.of(RestTypes.API).get(source));
        RestApi made = fresh(in, checked(in, id, cloned), id, limits);
        ClonedApi.fill(in, made, source);
        return made;
    }

    /** Makes what a new API has beside its models: its root. */
    public static RestApi fresh(Repositories in, RestApi checked, String id, RestLimits limits) {
        in.of(RestTypes.API)
                .requireRoom(limits.apis(), "Maximum number of REST APIs has been reached");
        String rootId = Ids.api();
        new PathTree(in, id).plant(rootId);
        return checked.toBuilder().id(id).createdDate(in.now()).rootResourceId(rootId).build();
    }

    /** The API as it is kept, with AWS's defaults; rejects what AWS rejects. */
    public static RestApi checked(Repositories in, String id, RestApi api) {
        RestApi complete = withPolicy(in, id, RestApiRules.withDefaults(api));
        RestApiRules.check(complete);
        return complete;
    }

    /** Recorded: a single API shows its tags even when there are none, those of a list do not. */
    public static RestApi shown(RestApi api) {
        RestApi listed = listed(api);
        return listed.tags() == null ? listed.toBuilder().tags(Map.of()).build() : listed;
    }

    private static RestApi listed(RestApi api) {
        return api.policy() == null
                ? api
                : api.toBuilder().policy(ResourcePolicies.shown(api.policy())).build();
    }

    private static RestApi update(Repositories in, RestApi api, UpdateRestApiRequest request) {
        RestApi patched = Patches.apply(PATCH, RestTypes.API, api, request.patchOperations());
        return checked(in, request.restApiId(), RestApiRules.moved(api, patched));
    }

    private static RestApi withPolicy(Repositories in, String id, RestApi api) {
        String arn = new ApiAddress(in.account(), in.region(), id).executeApiArn("");
        return api.toBuilder().policy(ResourcePolicies.stored(api.policy(), arn)).build();
    }

    /** Deletes all that belongs to an API. */
    private static void clear(Repositories in, RestApi api, DeleteRestApiRequest request) {
        String id = request.restApiId();
        Mappings.requireNone(in, id, null, "RestApi");
        for (ResourceType<?> type : RestTypes.OF_AN_API) {
            in.of(type, id).deleteAll();
        }
        for (Kind<?> kind :
                List.of(
                        RestSnapshot.KIND,
                        DocumentationSnapshot.KIND,
                        PathEntry.KIND,
                        CreationEntry.KIND)) {
            in.documents(kind, id).deleteAll();
        }
    }
}
