package dev.gatehouse.gateway.rest;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.gateway.plan.PlanTable;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;

/** The service "API Gateway" (v1): the list of its operations. */
public final class RestService {
    private RestService() {}

    /**
     * The service over a store; puts the stored APIs in force before it returns.
     *
     * @param plans where deployed APIs are put in force
     */
    public static Service open(Store store, PlanTable plans, RestLimits limits, Clock clock) {
        RestPublisher publisher = new RestPublisher(store, plans);
        publisher.publishAll();
        RestLibrary library = new RestLibrary(store, publisher, limits, clock);
        Service.Builder service = Service.of(ApiGateway.MODEL);
        apis(service, library);
        methods(service, library);
        integrations(service, library);
        deployments(service, library);
        responsesAndModels(service, library);
        accountAndTags(service, library);
        return service.build();
    }

    private static void apis(Service.Builder service, RestLibrary library) {
        RestApiOperations apis = new RestApiOperations(library);
        ResourceOperations resources = new ResourceOperations(library);
        service.on(ApiGateway.CREATE_REST_API, apis::create)
                .on(ApiGateway.GET_REST_API, apis::get)
                .on(ApiGateway.GET_REST_APIS, apis::list)
                .on(ApiGateway.UPDATE_REST_API, apis::update)
                .on(ApiGateway.DELETE_REST_API, apis::delete)
                .on(ApiGateway.CREATE_RESOURCE, resources::create)
                .on(ApiGateway.GET_RESOURCE, resources::get)
                .on(ApiGateway.GET_RESOURCES, resources::list)
                .on(ApiGateway.UPDATE_RESOURCE, resources::update)
                .on(ApiGateway.DELETE_RESOURCE, resources::delete);
    }

    private static void methods(Service.Builder service, RestLibrary library) {
        MethodOperations methods = new MethodOperations(library);
        MethodResponseOperations responses = new MethodResponseOperations(library);
        service.on(ApiGateway.PUT_METHOD, methods::put)
                .on(ApiGateway.GET_METHOD, methods::get)
                .on(ApiGateway.UPDATE_METHOD, methods::update)
                .on(ApiGateway.DELETE_METHOD, methods::delete)
                .on(ApiGateway.PUT_METHOD_RESPONSE, responses::put)
                .on(ApiGateway.GET_METHOD_RESPONSE, responses::get)
                .on(ApiGateway.UPDATE_METHOD_RESPONSE, responses::update)
                .on(ApiGateway.DELETE_METHOD_RESPONSE, responses::delete);
    }

    private static void integrations(Service.Builder service, RestLibrary library) {
        IntegrationOperations integrations = new IntegrationOperations(library);
        IntegrationResponseOperations responses = new IntegrationResponseOperations(library);
        service.on(ApiGateway.PUT_INTEGRATION, integrations::put)
                .on(ApiGateway.GET_INTEGRATION, integrations::get)
                .on(ApiGateway.UPDATE_INTEGRATION, integrations::update)
                .on(ApiGateway.DELETE_INTEGRATION, integrations::delete)
                .on(ApiGateway.PUT_INTEGRATION_RESPONSE, responses::put)
                .on(ApiGateway.GET_INTEGRATION_RESPONSE, responses::get)
                .on(ApiGateway.UPDATE_INTEGRATION_RESPONSE, responses::update)
                .on(ApiGateway.DELETE_INTEGRATION_RESPONSE, responses::delete);
    }

    private static void deployments(Service.Builder service, RestLibrary library) {
        DeploymentOperations deployments = new DeploymentOperations(library);
        StageOperations stages = new StageOperations(library);
        service.on(ApiGateway.CREATE_DEPLOYMENT, deployments::create)
                .on(ApiGateway.GET_DEPLOYMENT, deployments::get)
                .on(ApiGateway.GET_DEPLOYMENTS, deployments::list)
                .on(ApiGateway.UPDATE_DEPLOYMENT, deployments::update)
                .on(ApiGateway.DELETE_DEPLOYMENT, deployments::delete)
                .on(ApiGateway.CREATE_STAGE, stages::create)
                .on(ApiGateway.GET_STAGE, stages::get)
                .on(ApiGateway.GET_STAGES, stages::list)
                .on(ApiGateway.UPDATE_STAGE, stages::update)
                .on(ApiGateway.DELETE_STAGE, stages::delete);
    }

    private static void responsesAndModels(Service.Builder service, RestLibrary library) {
        GatewayResponseOperations responses = new GatewayResponseOperations(library);
        ModelOperations models = new ModelOperations(library);
        service.on(ApiGateway.PUT_GATEWAY_RESPONSE, responses::put)
                .on(ApiGateway.GET_GATEWAY_RESPONSE, responses::get)
                .on(ApiGateway.GET_GATEWAY_RESPONSES, responses::list)
                .on(ApiGateway.UPDATE_GATEWAY_RESPONSE, responses::update)
                .on(ApiGateway.DELETE_GATEWAY_RESPONSE, responses::delete)
                .on(ApiGateway.CREATE_MODEL, models::create)
                .on(ApiGateway.GET_MODEL, models::get)
                .on(ApiGateway.GET_MODELS, models::list)
                .on(ApiGateway.UPDATE_MODEL, models::update)
                .on(ApiGateway.DELETE_MODEL, models::delete);
    }

    private static void accountAndTags(Service.Builder service, RestLibrary library) {
        AccountOperations account = new AccountOperations(library);
        TagOperations tags = new TagOperations(library);
        service.on(ApiGateway.GET_ACCOUNT, account::get)
                .on(ApiGateway.UPDATE_ACCOUNT, account::update)
                .on(ApiGateway.TAG_RESOURCE, tags::tag)
                .on(ApiGateway.UNTAG_RESOURCE, tags::untag)
                .on(ApiGateway.GET_TAGS, tags::get);
    }
}
