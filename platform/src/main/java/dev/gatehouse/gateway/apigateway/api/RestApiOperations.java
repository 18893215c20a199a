package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.limitExceeded;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.apigateway.CreateRestApiRequest;
import dev.gatehouse.aws.apigateway.DeleteRestApiRequest;
import dev.gatehouse.aws.apigateway.GetRestApiRequest;
import dev.gatehouse.aws.apigateway.GetRestApisRequest;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.aws.apigateway.RestApis;
import dev.gatehouse.aws.apigateway.UpdateRestApiRequest;
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
import dev.gatehouse.gateway.resource.ServiceErrors;
import dev.gatehouse.wire.RequestContext;
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
                    .elements("/endpointConfiguration/vpcEndpointIds")
                    .build();

    private final RestTransactions transactions;

    public RestApiOperations(RestTransactions transactions) {
        this.transactions = transactions;
    }

    public RestApi create(RequestContext context, CreateRestApiRequest request) {
        if ("".equals(request.description())) {
            throw badRequest("Description cannot be an empty string");
        }
        ServiceErrors.reject("cloneFrom", request.cloneFrom());
        RestApi wanted = RestApiRules.withDefaults(RestTypes.API.from(request));
        RestApiRules.check(wanted);
        return transactions.call(context, repositories -> insert(repositories, wanted));
    }

    private RestApi insert(RestRepositories repositories, RestApi wanted) {
        if (repositories.apis().count() >= transactions.limits().apis()) {
            throw limitExceeded("Maximum number of REST APIs has been reached");
        }
        String id = Ids.api();
        String rootId = Ids.api();
        RestApi api =
                wanted.toBuilder()
                        .id(id)
                        .createdDate(transactions.now())
                        .rootResourceId(rootId)
                        .build();
        repositories.apis().put(id, api);
        new PathTree(repositories, id, transactions.instant()).plant(rootId);
        DefaultModels.byName().forEach((name, model) -> repositories.models(id).put(name, model));
        return api;
    }

    public RestApi get(RequestContext context, GetRestApiRequest request) {
        return transactions.call(
                context, repositories -> shown(repositories.api(request.restApiId())));
    }

    public RestApis list(RequestContext context, GetRestApisRequest request) {
        int limit = Paging.limit(request.limit());
        Page<RestApi> page =
                transactions.call(
                        context,
                        repositories -> repositories.apis().page(request.position(), limit));
        return RestApis.builder().items(page.items()).position(page.next()).build();
    }

    public RestApi update(RequestContext context, UpdateRestApiRequest request) {
        String id = request.restApiId();
        return transactions.publishing(
                context,
                id,
                repositories -> {
                    RestApi api = repositories.api(id);
                    RestApi changed =
                            RestApiRules.withDefaults(
                                    RestApiRules.moved(
                                            api,
                                            Patches.apply(
                                                    PATCH,
                                                    RestTypes.API,
                                                    api,
                                                    request.patchOperations())));
                    RestApiRules.check(changed);
                    repositories.apis().put(id, changed);
                    return shown(changed);
                });
    }

    /** Recorded: a single API shows its tags even when there are none, those of a list do not. */
    private static RestApi shown(RestApi api) {
        return api.tags() == null ? api.toBuilder().tags(Map.of()).build() : api;
    }

    public Empty delete(RequestContext context, DeleteRestApiRequest request) {
        String id = request.restApiId();
        return transactions.publishing(
                context,
                id,
                repositories -> {
                    repositories.api(id);
                    repositories.stages(id).deleteAll();
                    repositories.deployments(id).deleteAll();
                    repositories.snapshots(id).deleteAll();
                    repositories.paths(id).deleteAll();
                    repositories.creations(id).deleteAll();
                    repositories.resources(id).deleteAll();
                    repositories.models(id).deleteAll();
                    repositories.gatewayResponses(id).deleteAll();
                    repositories.apis().delete(id);
                    return Empty.EMPTY;
                });
    }
}
