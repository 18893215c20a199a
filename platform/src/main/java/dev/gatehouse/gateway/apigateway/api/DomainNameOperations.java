package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.rejectUnless;

import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.CreateDomainNameRequest;
import dev.gatehouse.aws.apigateway.DeleteDomainNameRequest;
import dev.gatehouse.aws.apigateway.DomainName;
import dev.gatehouse.aws.apigateway.GetDomainNamesRequest;
import dev.gatehouse.aws.apigateway.UpdateDomainNameRequest;
import dev.gatehouse.gateway.apigateway.patch.PatchTable;
import dev.gatehouse.gateway.apigateway.patch.PatchType;
import dev.gatehouse.gateway.apigateway.patch.Wording;
import dev.gatehouse.gateway.apigateway.repository.Patches;
import dev.gatehouse.gateway.domain.DomainPublisher;
import dev.gatehouse.gateway.domain.DomainRules;
import dev.gatehouse.gateway.domain.DomainTypes;
import dev.gatehouse.gateway.resource.Page;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import org.jspecify.annotations.Nullable;

/** The operations on custom domain names. */
public final class DomainNameOperations {
    private static final PatchTable PATCH =
            PatchTable.worded(Wording.NAMES_THE_OPERATIONS)
                    .replace(PatchType.TEXT, "/certificateName", "/certificateArn")
                    .replace(PatchType.TEXT, "/regionalCertificateName", "/regionalCertificateArn")
                    .replace(PatchType.TEXT, "/ownershipVerificationCertificateArn")
                    .replace(PatchType.TEXT, "/securityPolicy", "/routingMode")
                    .onlyElement("/endpointConfiguration/types")
                    .replace(PatchType.TEXT, "/endpointConfiguration/ipAddressType")
                    .build();

    private DomainNameOperations() {}

    public static void addTo(Resources service, DomainPublisher domains) {
        service.of(DomainTypes.DOMAIN)
                .get(
                        ApiGateway.GET_DOMAIN_NAME,
                        (_, domain, request) -> {
                            reject("domainNameId", request.domainNameId());
                            return domain;
                        })
                .list(ApiGateway.GET_DOMAIN_NAMES, DomainNameOperations::page)
                .writing(domains::write)
                .create(
                        ApiGateway.CREATE_DOMAIN_NAME,
                        (in, request) -> create(in, request, domains))
                .update(ApiGateway.UPDATE_DOMAIN_NAME, DomainNameOperations::update)
                .delete(ApiGateway.DELETE_DOMAIN_NAME, DomainNameOperations::delete);
    }

    private static Page<DomainName> page(
            Repositories in, GetDomainNamesRequest request, @Nullable String position, int limit) {
        rejectUnless("SELF", "resourceOwner", request.resourceOwner());
        return in.of(DomainTypes.DOMAIN).page(position, limit);
    }

    private static DomainName create(
            Repositories in, CreateDomainNameRequest request, DomainPublisher domains) {
        reject("certificateBody", request.certificateBody());
        reject("certificatePrivateKey", request.certificatePrivateKey());
        reject("certificateChain", request.certificateChain());
        reject("mutualTlsAuthentication", request.mutualTlsAuthentication());
        return DomainRules.fresh(in, DomainTypes.DOMAIN.from(request), domains);
    }

    private static DomainName update(
            Repositories in, DomainName domain, UpdateDomainNameRequest request) {
        reject("domainNameId", request.domainNameId());
        return DomainRules.complete(
                in, Patches.apply(PATCH, DomainTypes.DOMAIN, domain, request.patchOperations()));
    }

    private static void delete(
            Repositories in, DomainName domain, DeleteDomainNameRequest request) {
        reject("domainNameId", request.domainNameId());
        in.of(DomainTypes.MAPPING, request.domainName()).deleteAll();
    }
}
