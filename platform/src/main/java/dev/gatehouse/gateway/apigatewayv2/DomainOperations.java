package dev.gatehouse.gateway.apigatewayv2;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;

import dev.gatehouse.aws.apigateway.DomainName;
import dev.gatehouse.aws.apigateway.EndpointConfiguration;
import dev.gatehouse.aws.apigatewayv2.ApiGatewayV2;
import dev.gatehouse.aws.apigatewayv2.CreateDomainNameRequest;
import dev.gatehouse.aws.apigatewayv2.DeleteDomainNameRequest;
import dev.gatehouse.aws.apigatewayv2.DomainNameConfiguration;
import dev.gatehouse.aws.apigatewayv2.UpdateDomainNameRequest;
import dev.gatehouse.gateway.domain.DomainPublisher;
import dev.gatehouse.gateway.domain.DomainRules;
import dev.gatehouse.gateway.domain.DomainTypes;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Resources;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on custom domain names; what the first service made is shown here too. */
final class DomainOperations {
    private static final Map<String, String> ROUTING =
            Map.of("API_MAPPING_ONLY", "BASE_PATH_MAPPING_ONLY");

    private DomainOperations() {}

    static void addTo(Resources service, DomainPublisher domains) {
        service.of(DomainTypes.DOMAIN_V2)
                .shown(DomainOperations::shown)
                .get(ApiGatewayV2.GET_DOMAIN_NAME)
                .list(ApiGatewayV2.GET_DOMAIN_NAMES)
                .writing(domains::write)
                .create(
                        ApiGatewayV2.CREATE_DOMAIN_NAME,
                        (in, request) -> create(in, request, domains))
                .update(ApiGatewayV2.UPDATE_DOMAIN_NAME, DomainOperations::update)
                .delete(ApiGatewayV2.DELETE_DOMAIN_NAME, DomainOperations::delete);
    }

    private static dev.gatehouse.aws.apigatewayv2.DomainName shown(DomainName domain) {
        boolean regional = domain.regionalDomainName() != null;
        DomainNameConfiguration configuration =
                DomainNameConfiguration.builder()
                        .apiGatewayDomainName(
                                regional
                                        ? domain.regionalDomainName()
                                        : domain.distributionDomainName())
                        .certificateArn(
                                regional
                                        ? domain.regionalCertificateArn()
                                        : domain.certificateArn())
                        .certificateName(
                                regional
                                        ? domain.regionalCertificateName()
                                        : domain.certificateName())
                        .domainNameStatus(domain.domainNameStatus())
                        .endpointType(regional ? "REGIONAL" : "EDGE")
                        .hostedZoneId(
                                regional
                                        ? domain.regionalHostedZoneId()
                                        : domain.distributionHostedZoneId())
                        .ipAddressType(
                                Objects.requireNonNull(domain.endpointConfiguration())
                                        .ipAddressType())
                        .securityPolicy(domain.securityPolicy())
                        .ownershipVerificationCertificateArn(
                                domain.ownershipVerificationCertificateArn())
                        .build();
        return dev.gatehouse.aws.apigatewayv2.DomainName.builder()
                .apiMappingSelectionExpression("$request.basepath")
                .domainName(domain.domainName())
                .domainNameArn(domain.domainNameArn())
                .domainNameConfigurations(List.of(configuration))
                .routingMode("API_MAPPING_ONLY")
                .tags(Objects.requireNonNullElse(domain.tags(), Map.of()))
                .build();
    }

    private static DomainName create(
            Repositories in, CreateDomainNameRequest request, DomainPublisher domains) {
        reject("mutualTlsAuthentication", request.mutualTlsAuthentication());
        DomainName given =
                DomainName.builder()
                        .domainName(request.domainName())
                        .routingMode(routing(request.routingMode()))
                        .tags(request.tags())
                        .build();
        return DomainRules.fresh(
                in, with(given, only(request.domainNameConfigurations())), domains);
    }

    private static DomainName update(
            Repositories in, DomainName domain, UpdateDomainNameRequest request) {
        reject("mutualTlsAuthentication", request.mutualTlsAuthentication());
        DomainName routed =
                request.routingMode() == null
                        ? domain
                        : domain.toBuilder().routingMode(routing(request.routingMode())).build();
        return request.domainNameConfigurations() == null
                ? routed
                : DomainRules.complete(in, with(routed, only(request.domainNameConfigurations())));
    }

    private static void delete(
            Repositories in, DomainName domain, DeleteDomainNameRequest request) {
        in.of(DomainTypes.MAPPING, request.domainName()).deleteAll();
    }

    private static @Nullable String routing(@Nullable String mode) {
        return mode == null ? null : ROUTING.getOrDefault(mode, mode);
    }

    private static DomainNameConfiguration only(
            @Nullable List<DomainNameConfiguration> configurations) {
        if (configurations == null || configurations.size() != 1) {
            throw badRequest("Exactly one DomainNameConfiguration must be specified");
        }
        return configurations.getFirst();
    }

    private static DomainName with(DomainName domain, DomainNameConfiguration configuration) {
        String type = Objects.requireNonNullElse(configuration.endpointType(), "REGIONAL");
        boolean regional = type.equals("REGIONAL");
        String certificate = configuration.certificateArn();
        String name = configuration.certificateName();
        return domain.toBuilder()
                .endpointConfiguration(
                        EndpointConfiguration.builder()
                                .types(List.of(type))
                                .ipAddressType(configuration.ipAddressType())
                                .build())
                .regionalCertificateArn(regional ? certificate : null)
                .regionalCertificateName(regional ? name : null)
                .certificateArn(regional ? null : certificate)
                .certificateName(regional ? null : name)
                .securityPolicy(configuration.securityPolicy())
                .ownershipVerificationCertificateArn(
                        configuration.ownershipVerificationCertificateArn())
                .build();
    }
}
