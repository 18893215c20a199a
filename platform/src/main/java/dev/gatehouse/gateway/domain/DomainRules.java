package dev.gatehouse.gateway.domain;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;
import static dev.gatehouse.gateway.resource.ServiceErrors.reject;
import static dev.gatehouse.gateway.resource.ServiceErrors.unsupported;

import dev.gatehouse.aws.apigateway.DomainName;
import dev.gatehouse.aws.apigateway.EndpointConfiguration;
import dev.gatehouse.gateway.resource.Ids;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What AWS assumes of a custom domain name, and what such a name may say. Certificates are kept and
 * not used: whoever ends TLS in front of the node has them.
 */
public final class DomainRules {
    private static final Pattern NAME =
            Pattern.compile("(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9-]*[a-z0-9]");

    /** Names below these are AWS's own: an API, a function or a service may be there. */
    private static final List<String> RESERVED =
            List.of(".amazonaws.com", ".amazonaws.com.cn", ".on.aws", ".api.aws");

    /** Of every CloudFront distribution (Route 53 Developer Guide). */
    private static final String CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

    /** Of regional API Gateway hosts in us-east-1 (AWS General Reference). */
    private static final String REGIONAL_ZONE = "Z1UJRXOUMOOFQ8";

    private DomainRules() {}

    /** A new domain name with what AWS gives it; rejects what AWS rejects. */
    public static DomainName fresh(Repositories in, DomainName given, DomainPublisher domains) {
        String name = Objects.requireNonNull(given.domainName());
        if (!NAME.matcher(name).matches() || RESERVED.stream().anyMatch(name::endsWith)) {
            throw badRequest("Invalid domain name specified: " + name);
        }
        if (domains.taken(name)) {
            throw badRequest("The domain name you provided already exists.");
        }
        return complete(
                in,
                given.toBuilder()
                        .domainNameArn(
                                "arn:%s:apigateway:%s::/domainnames/%s"
                                        .formatted(in.region().partition(), in.region(), name))
                        .domainNameStatus("AVAILABLE")
                        .routingMode(
                                Objects.requireNonNullElse(
                                        given.routingMode(), "BASE_PATH_MAPPING_ONLY"))
                        .build());
    }

    /** A domain name with the addresses of its kind of endpoint; rejects what cannot be had. */
    public static DomainName complete(Repositories in, DomainName given) {
        EndpointConfiguration endpoint =
                Objects.requireNonNullElse(
                        given.endpointConfiguration(), EndpointConfiguration.builder().build());
        List<String> types = Objects.requireNonNullElse(endpoint.types(), List.of("EDGE"));
        if (types.size() != 1) {
            throw badRequest("Cannot create a domain name with multiple Endpoint Types.");
        }
        check(given);
        DomainName.Builder complete =
                given.toBuilder()
                        .securityPolicy(
                                Objects.requireNonNullElse(given.securityPolicy(), "TLS_1_2"))
                        .endpointConfiguration(
                                endpoint.toBuilder()
                                        .types(types)
                                        .ipAddressType(
                                                Objects.requireNonNullElse(
                                                        endpoint.ipAddressType(), "ipv4"))
                                        .build());
        return switch (types.getFirst()) {
            case "REGIONAL" ->
                    complete.regionalDomainName(
                                    Objects.requireNonNullElseGet(
                                            given.regionalDomainName(), () -> regional(in)))
                            .regionalHostedZoneId(REGIONAL_ZONE)
                            .build();
            case "EDGE" ->
                    complete.distributionDomainName(
                                    Objects.requireNonNullElseGet(
                                            given.distributionDomainName(),
                                            () -> 'd' + Ids.api() + ".cloudfront.net"))
                            .distributionHostedZoneId(CLOUDFRONT_ZONE)
                            .build();
            default -> throw unsupported("endpoint type " + types.getFirst());
        };
    }

    private static String regional(Repositories in) {
        return "d-%s.execute-api.%s.amazonaws.com".formatted(Ids.api(), in.region());
    }

    private static void check(DomainName given) {
        TagRules.check(given.tags());
        reject("mutualTlsAuthentication", given.mutualTlsAuthentication());
        reject("policy", given.policy());
        reject("endpointAccessMode", given.endpointAccessMode());
        String routing = given.routingMode();
        if (routing != null && !routing.equals("BASE_PATH_MAPPING_ONLY")) {
            throw unsupported("routingMode " + routing);
        }
    }
}
