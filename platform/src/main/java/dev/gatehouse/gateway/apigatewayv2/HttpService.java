package dev.gatehouse.gateway.apigatewayv2;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpPublisher;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpTransactions;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.plan.PlanTable;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;

/** The service "API Gateway v2": the list of its operations. */
public final class HttpService {
    private HttpService() {}

    /**
     * The service over a store; puts the stored APIs in force before it returns.
     *
     * @param plans where deployed APIs are put in force
     */
    public static Service open(Store store, PlanTable plans, HttpLimits limits, Clock clock) {
        HttpPublisher publisher = new HttpPublisher(store, plans);
        publisher.publishAll();
        HttpTransactions transactions = new HttpTransactions(store, publisher, limits, clock);
        Service.Builder service = Service.of(ApiGatewayV2.MODEL);
        apis(service, transactions);
        routes(service, transactions);
        stages(service, transactions);
        return service.build();
    }

    private static void apis(Service.Builder service, HttpTransactions transactions) {
        HttpApiOperations apis = new HttpApiOperations(transactions);
        HttpTagOperations tags = new HttpTagOperations(transactions);
        service.on(ApiGatewayV2.CREATE_API, apis::create)
                .on(ApiGatewayV2.GET_API, apis::get)
                .on(ApiGatewayV2.GET_APIS, apis::list)
                .on(ApiGatewayV2.UPDATE_API, apis::update)
                .on(ApiGatewayV2.DELETE_API, apis::delete)
                .on(ApiGatewayV2.DELETE_CORS_CONFIGURATION, apis::deleteCors)
                .on(ApiGatewayV2.TAG_RESOURCE, tags::tag)
                .on(ApiGatewayV2.UNTAG_RESOURCE, tags::untag)
                .on(ApiGatewayV2.GET_TAGS, tags::get);
    }

    private static void routes(Service.Builder service, HttpTransactions transactions) {
        HttpIntegrationOperations integrations = new HttpIntegrationOperations(transactions);
        RouteOperations routes = new RouteOperations(transactions);
        service.on(ApiGatewayV2.CREATE_INTEGRATION, integrations::create)
                .on(ApiGatewayV2.GET_INTEGRATION, integrations::get)
                .on(ApiGatewayV2.GET_INTEGRATIONS, integrations::list)
                .on(ApiGatewayV2.UPDATE_INTEGRATION, integrations::update)
                .on(ApiGatewayV2.DELETE_INTEGRATION, integrations::delete)
                .on(ApiGatewayV2.CREATE_ROUTE, routes::create)
                .on(ApiGatewayV2.GET_ROUTE, routes::get)
                .on(ApiGatewayV2.GET_ROUTES, routes::list)
                .on(ApiGatewayV2.UPDATE_ROUTE, routes::update)
                .on(ApiGatewayV2.DELETE_ROUTE, routes::delete);
    }

    private static void stages(Service.Builder service, HttpTransactions transactions) {
        HttpStageOperations stages = new HttpStageOperations(transactions);
        HttpDeploymentOperations deployments = new HttpDeploymentOperations(transactions);
        SettingOperations settings = new SettingOperations(transactions);
        service.on(ApiGatewayV2.CREATE_STAGE, stages::create)
                .on(ApiGatewayV2.GET_STAGE, stages::get)
                .on(ApiGatewayV2.GET_STAGES, stages::list)
                .on(ApiGatewayV2.UPDATE_STAGE, stages::update)
                .on(ApiGatewayV2.DELETE_STAGE, stages::delete)
                .on(ApiGatewayV2.DELETE_ROUTE_SETTINGS, settings::deleteRouteSettings)
                .on(ApiGatewayV2.DELETE_ACCESS_LOG_SETTINGS, settings::deleteAccessLogSettings)
                .on(ApiGatewayV2.CREATE_DEPLOYMENT, deployments::create)
                .on(ApiGatewayV2.GET_DEPLOYMENT, deployments::get)
                .on(ApiGatewayV2.GET_DEPLOYMENTS, deployments::list)
                .on(ApiGatewayV2.UPDATE_DEPLOYMENT, deployments::update)
                .on(ApiGatewayV2.DELETE_DEPLOYMENT, deployments::delete);
    }
}
