package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.gateway.apigateway.api.AccountOperations;
import dev.gatehouse.gateway.apigateway.api.GatewayResponseOperations;
import dev.gatehouse.gateway.apigateway.api.ModelOperations;
import dev.gatehouse.gateway.apigateway.api.ResourceOperations;
import dev.gatehouse.gateway.apigateway.api.RestApiOperations;
import dev.gatehouse.gateway.apigateway.api.TagOperations;
import dev.gatehouse.gateway.apigateway.method.IntegrationOperations;
import dev.gatehouse.gateway.apigateway.method.IntegrationResponseOperations;
import dev.gatehouse.gateway.apigateway.method.MethodOperations;
import dev.gatehouse.gateway.apigateway.method.MethodResponseOperations;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestTransactions;
import dev.gatehouse.gateway.apigateway.stage.DeploymentOperations;
import dev.gatehouse.gateway.apigateway.stage.StageOperations;
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
        RestTransactions transactions =
                new RestTransactions(store, publisher::publish, limits, clock);
        Service.Builder service = Service.of(ApiGateway.MODEL);
        apis(service, transactions);
        methods(service, transactions);
        integrations(service, transactions);
        deployments(service, transactions);
        responsesAndModels(service, transactions);
        accountAndTags(service, transactions);
        return service.build();
    }

    private static void apis(Service.Builder service, RestTransactions transactions) {
        RestApiOperations apis = new RestApiOperations(transactions);
        ResourceOperations resources = new ResourceOperations(transactions);
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

    private static void methods(Service.Builder service, RestTransactions transactions) {
        MethodOperations methods = new MethodOperations(transactions);
        MethodResponseOperations responses = new MethodResponseOperations(transactions);
        service.on(ApiGateway.PUT_METHOD, methods::put)
                .on(ApiGateway.GET_METHOD, methods::get)
                .on(ApiGateway.UPDATE_METHOD, methods::update)
                .on(ApiGateway.DELETE_METHOD, methods::delete)
                .on(ApiGateway.PUT_METHOD_RESPONSE, responses::put)
                .on(ApiGateway.GET_METHOD_RESPONSE, responses::get)
                .on(ApiGateway.UPDATE_METHOD_RESPONSE, responses::update)
                .on(ApiGateway.DELETE_METHOD_RESPONSE, responses::delete);
    }

    private static void integrations(Service.Builder service, RestTransactions transactions) {
        IntegrationOperations integrations = new IntegrationOperations(transactions);
        IntegrationResponseOperations responses = new IntegrationResponseOperations(transactions);
        service.on(ApiGateway.PUT_INTEGRATION, integrations::put)
                .on(ApiGateway.GET_INTEGRATION, integrations::get)
                .on(ApiGateway.UPDATE_INTEGRATION, integrations::update)
                .on(ApiGateway.DELETE_INTEGRATION, integrations::delete)
                .on(ApiGateway.PUT_INTEGRATION_RESPONSE, responses::put)
                .on(ApiGateway.GET_INTEGRATION_RESPONSE, responses::get)
                .on(ApiGateway.UPDATE_INTEGRATION_RESPONSE, responses::update)
                .on(ApiGateway.DELETE_INTEGRATION_RESPONSE, responses::delete);
    }

    private static void deployments(Service.Builder service, RestTransactions transactions) {
        DeploymentOperations deployments = new DeploymentOperations(transactions);
        StageOperations stages = new StageOperations(transactions);
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

    private static void responsesAndModels(Service.Builder service, RestTransactions transactions) {
        GatewayResponseOperations responses = new GatewayResponseOperations(transactions);
        ModelOperations models = new ModelOperations(transactions);
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

    private static void accountAndTags(Service.Builder service, RestTransactions transactions) {
        AccountOperations account = new AccountOperations(transactions);
        TagOperations tags = new TagOperations(transactions);
        service.on(ApiGateway.GET_ACCOUNT, account::get)
                .on(ApiGateway.UPDATE_ACCOUNT, account::update)
                .on(ApiGateway.TAG_RESOURCE, tags::tag)
                .on(ApiGateway.UNTAG_RESOURCE, tags::untag)
                .on(ApiGateway.GET_TAGS, tags::get);
    }
}
