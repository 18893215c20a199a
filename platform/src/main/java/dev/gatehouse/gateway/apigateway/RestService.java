package dev.gatehouse.gateway.apigateway;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.ClientCertificate;
import dev.gatehouse.aws.apigateway.GetTagsRequest;
import dev.gatehouse.aws.apigateway.TagResourceRequest;
import dev.gatehouse.aws.apigateway.UntagResourceRequest;
import dev.gatehouse.aws.apigateway.VpcLink;
import dev.gatehouse.gateway.apigateway.api.AccountOperations;
import dev.gatehouse.gateway.apigateway.api.BasePathMappingOperations;
import dev.gatehouse.gateway.apigateway.api.DomainNameOperations;
import dev.gatehouse.gateway.apigateway.api.GatewayResponseOperations;
import dev.gatehouse.gateway.apigateway.api.ModelOperations;
import dev.gatehouse.gateway.apigateway.api.RequestValidatorOperations;
import dev.gatehouse.gateway.apigateway.api.ResourceOperations;
import dev.gatehouse.gateway.apigateway.api.RestApiOperations;
import dev.gatehouse.gateway.apigateway.authorizer.AuthorizerOperations;
import dev.gatehouse.gateway.apigateway.certificate.ClientCertificateOperations;
import dev.gatehouse.gateway.apigateway.certificate.ClientCertificates;
import dev.gatehouse.gateway.apigateway.documentation.DocumentationPartOperations;
import dev.gatehouse.gateway.apigateway.documentation.DocumentationVersionOperations;
import dev.gatehouse.gateway.apigateway.link.VpcLinkOperations;
import dev.gatehouse.gateway.apigateway.method.IntegrationOperations;
import dev.gatehouse.gateway.apigateway.method.IntegrationResponseOperations;
import dev.gatehouse.gateway.apigateway.method.IntegrationRules;
import dev.gatehouse.gateway.apigateway.method.MethodOperations;
import dev.gatehouse.gateway.apigateway.method.MethodResponseOperations;
import dev.gatehouse.gateway.apigateway.openapi.DocumentationPartsImport;
import dev.gatehouse.gateway.apigateway.openapi.ExportOperations;
import dev.gatehouse.gateway.apigateway.openapi.ImportOperations;
import dev.gatehouse.gateway.apigateway.repository.RestLimits;
import dev.gatehouse.gateway.apigateway.repository.RestTypes;
import dev.gatehouse.gateway.apigateway.sdk.SdkOperations;
import dev.gatehouse.gateway.apigateway.stage.DeploymentOperations;
import dev.gatehouse.gateway.apigateway.stage.StageOperations;
import dev.gatehouse.gateway.apigateway.usage.ApiKeyOperations;
import dev.gatehouse.gateway.apigateway.usage.UsageOperations;
import dev.gatehouse.gateway.apigateway.usage.UsagePlanKeyOperations;
import dev.gatehouse.gateway.apigateway.usage.UsagePlanOperations;
import dev.gatehouse.gateway.apigateway.usage.UsagePublisher;
import dev.gatehouse.gateway.apigateway.usage.UsageTypes;
import dev.gatehouse.gateway.call.TestCalls;
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
import dev.gatehouse.identity.secret.Secrets;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The service "API Gateway" (v1): the list of its resources, which list their operations. */
public final class RestService {
    private static final Dialect DIALECT =
            new Dialect(
                    "limit",
                    "position",
                    "items",
                    25,
                    "Invalid limit parameter, must be between 1 and 500");

    private final Transactions transactions;
    private final PlanTable plans;
    private final RestLimits limits;
    private final Predicate<String> served;
    private final Supplier<TestCalls> tests;
    private final Clock clock;
    private final Publisher publisher;
    private final DomainPublisher domains;
    private final UsagePublisher usage;
    private final TablePublisher<VpcLink> links;
    private final ClientCertificates certificates;
    private final TablePublisher<ClientCertificate> identities;

    private RestService(
            Store store,
            PlanTable plans,
            RestLimits limits,
            Predicate<String> served,
            Supplier<TestCalls> tests,
            Secrets secrets,
            Clock clock) {
        this.transactions = new Transactions(store, clock);
        this.plans = plans;
        this.limits = limits;
        this.served = served;
        this.tests = tests;
        this.clock = clock;
        this.publisher = new Publisher(transactions, plans, RestPlans::compile);
        this.domains = new DomainPublisher(transactions, plans);
        this.usage = new UsagePublisher(transactions, plans.usage());
        this.links = LinkTypes.publisher(transactions, plans.links());
        this.certificates = new ClientCertificates(transactions, secrets, plans.identities());
        this.identities = certificates.publisher();
    }

    /**
     * The service over a store; puts the stored APIs in force before it returns.
     *
     * @param plans where deployed APIs are put in force
     * @param served whether integrations can call a service, by the name requests are signed with
     * @param tests runs calls that no client sent
     * @param secrets encrypts the private keys of client certificates
     */
    public static Service open(
            Store store,
            PlanTable plans,
            RestLimits limits,
            Predicate<String> served,
            Supplier<TestCalls> tests,
            Secrets secrets,
            Clock clock) {
        RestService service = new RestService(store, plans, limits, served, tests, secrets, clock);
        service.publish(store.changes());
        return Service.whenCalled("apigateway", service::listed);
    }

    private void publish(ChangeFeed changes) {
        publisher.follow(changes, RestTypes.API, RestTypes.STAGE);
        publisher.publishAll(RestTypes.API);
        domains.follow(changes);
        domains.publishAll();
        usage.follow(changes);
        usage.publishAll();
        links.follow(changes);
        links.publishAll();
        identities.follow(changes);
        identities.publishAll();
    }

    private Service listed() {
        Service.Builder operations = Service.of(ApiGateway.MODEL);
        Resources service = new Resources(operations, transactions, publisher, DIALECT);
        RestApiOperations.addTo(service, limits, usage.closing(service.publishing()));
        ResourceOperations.addTo(service, limits);
        MethodOperations.addTo(service);
        MethodResponseOperations.addTo(service);
        IntegrationRules integrations = new IntegrationRules(limits, served);
        IntegrationOperations.addTo(service, integrations);
        ImportOperations.addTo(service, limits, integrations);
        ExportOperations.addTo(service);
        SdkOperations.addTo(service);
        DocumentationPartOperations.addTo(service);
        DocumentationVersionOperations.addTo(service);
        DocumentationPartsImport.addTo(service);
        IntegrationResponseOperations.addTo(service);
        DeploymentOperations.addTo(service, limits);
        StageOperations.addTo(service, limits, served, usage.closing(service.publishing()));
        GatewayResponseOperations.addTo(service);
        ModelOperations.addTo(service);
        AuthorizerOperations.addTo(service);
        RequestValidatorOperations.addTo(service);
        DomainNameOperations.addTo(service, domains);
        BasePathMappingOperations.addTo(service, domains, DIALECT);
        ApiKeyOperations.addTo(service, usage, limits);
        UsagePlanOperations.addTo(service, usage, limits);
        UsagePlanKeyOperations.addTo(service, usage);
        UsageOperations.addTo(service, plans.usage(), DIALECT);
        VpcLinkOperations.addTo(service, links, plans.links());
        ClientCertificateOperations.addTo(service, transactions, certificates, identities);
        AccountOperations.addTo(service);
        TestInvoke.addTo(service, tests, clock);
        addTags(service);
        return service.build();
    }

    private static void addTags(Resources service) {
        new TagOperations(
                        service,
                        "tags",
                        List.of(
                                RestTypes.API,
                                RestTypes.STAGE,
                                UsageTypes.KEY,
                                UsageTypes.PLAN,
                                DomainTypes.DOMAIN,
                                LinkTypes.LINK,
                                LinkTypes.CLIENT_CERTIFICATE))
                .tag(
                        ApiGateway.TAG_RESOURCE,
                        TagResourceRequest::resourceArn,
                        TagResourceRequest::tags)
                .untag(
                        ApiGateway.UNTAG_RESOURCE,
                        UntagResourceRequest::resourceArn,
                        UntagResourceRequest::tagKeys)
                .get(ApiGateway.GET_TAGS, GetTagsRequest::resourceArn);
    }
}
