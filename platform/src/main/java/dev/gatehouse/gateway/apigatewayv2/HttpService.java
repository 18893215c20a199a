package dev.gatehouse.gateway.apigatewayv2;

import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.GetTagsRequest;
import dev.gatehouse.aws.apigatewayv2.TagResourceRequest;
import dev.gatehouse.aws.apigatewayv2.UntagResourceRequest;
import dev.gatehouse.aws.apigatewayv2.VpcLink;
import dev.gatehouse.gateway.apigatewayv2.deployment.Deploying;
import dev.gatehouse.gateway.apigatewayv2.deployment.HttpPlans;
import dev.gatehouse.gateway.apigatewayv2.link.VpcLinkOperations;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpLimits;
import dev.gatehouse.gateway.apigatewayv2.repository.HttpTypes;
import dev.gatehouse.gateway.apigatewayv2.websocket.IntegrationResponseOperations;
import dev.gatehouse.gateway.apigatewayv2.websocket.MessageModelOperations;
import dev.gatehouse.gateway.apigatewayv2.websocket.RouteResponseOperations;
import dev.gatehouse.gateway.domain.DomainPublisher;
import dev.gatehouse.gateway.domain.DomainTypes;
import dev.gatehouse.gateway.link.LinkTypes;
import dev.gatehouse.gateway.link.TablePublisher;
import dev.gatehouse.gateway.plan.host.PlanTable;
import dev.gatehouse.gateway.resource.Dialect;
import dev.gatehouse.gateway.resource.Publisher;
import dev.gatehouse.gateway.resource.Resources;
import dev.gatehouse.gateway.resource.TagOperations;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import java.util.List;
import java.util.function.Predicate;

/** The service "API Gateway v2": the list of its resources, which list their operations. */
public final class HttpService {
    private static final Dialect DIALECT =
            new Dialect(
                    "MaxResults", "NextToken", "Items", 100, "Invalid maxResults specified: %s");

    private final Transactions transactions;
    private final PlanTable plans;
    private final HttpLimits limits;
    private final Predicate<String> served;
    private final Publisher publisher;
    private final TablePublisher<VpcLink> links;

    private HttpService(
            Store store,
            PlanTable plans,
            HttpLimits limits,
            Predicate<String> served,
            Clock clock) {
        this.transactions = new Transactions(store, clock);
        this.plans = plans;
        this.limits = limits;
        this.served = served;
        this.publisher = new Publisher(transactions, plans, HttpPlans::compile);
        this.links = LinkTypes.publisherV2(transactions, plans.links());
    }

    /**
     * The service over a store; puts the stored APIs in force before it returns.
     *
     * @param plans where deployed APIs are put in force
     * @param served whether a service can be called, by the name requests are signed with
     */
    public static Service open(
            Store store,
            PlanTable plans,
            HttpLimits limits,
            Predicate<String> served,
            Clock clock) {
        HttpService service = new HttpService(store, plans, limits, served, clock);
        service.publish(store.changes());
        return Service.whenCalled("apigatewayv2", service::listed);
    }

    private void publish(ChangeFeed changes) {
        publisher.follow(changes, HttpTypes.API, HttpTypes.STAGE);
        publisher.publishAll(HttpTypes.API);
        links.follow(changes);
        links.publishAll();
    }

    private Service listed() {
        Deploying deploying = new Deploying(transactions, publisher, plans);
        Resources service =
                new Resources(Service.of(ApiGatewayV2.MODEL), transactions, publisher, DIALECT);
        HttpApiOperations.addTo(service, deploying, limits);
        HttpIntegrationOperations integrations =
                HttpIntegrationOperations.addTo(
                        service, deploying, limits, new SubtypeRules(served), plans.links());
        DocumentOperations.addTo(service, deploying, limits, integrations::create);
        RouteOperations.addTo(service, deploying, limits);
        HttpAuthorizerOperations.addTo(service, deploying);
        MessageModelOperations.addTo(service, deploying);
        RouteResponseOperations.addTo(service, deploying);
        IntegrationResponseOperations.addTo(service, deploying);
        HttpStageOperations.addTo(service, limits);
        HttpDeploymentOperations.addTo(service);
        DomainPublisher domains = new DomainPublisher(transactions, plans);
        DomainOperations.addTo(service, domains);
        ApiMappingOperations.addTo(service, domains, plans);
        VpcLinkOperations.addTo(service, links);
        new TagOperations(
                        service,
                        "Tags",
                        List.of(
                                HttpTypes.API,
                                HttpTypes.STAGE,
                                DomainTypes.DOMAIN,
                                LinkTypes.LINK_V2))
                .tag(
                        ApiGatewayV2.TAG_RESOURCE,
                        TagResourceRequest::resourceArn,
                        TagResourceRequest::tags)
                .untag(
                        ApiGatewayV2.UNTAG_RESOURCE,
                        UntagResourceRequest::resourceArn,
                        UntagResourceRequest::tagKeys)
                .get(ApiGatewayV2.GET_TAGS, GetTagsRequest::resourceArn);
        return service.build();
    }
}
