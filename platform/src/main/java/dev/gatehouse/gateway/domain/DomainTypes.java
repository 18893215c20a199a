package dev.gatehouse.gateway.domain;

import dev.gatehouse.aws.apigateway.DomainName;
import dev.gatehouse.aws.apigatewayv2.UpdateApiMappingResponse;
import dev.gatehouse.gateway.resource.Naming;
import dev.gatehouse.gateway.resource.ResourceType;

/** How custom domain names and their mappings are kept: once, whichever service made them. */
public final class DomainTypes {
    private static final String MISSING = "Invalid domain name identifier specified";

    /** In the shape that the first service shows. */
    public static final ResourceType<DomainName> DOMAIN =
            ResourceType.of(
                            "apigateway.domainname",
                            DomainName.builder().build(),
                            DomainName::new,
                            Naming.by("domainName", MISSING).collection("domainnames"))
                    .announced();

    /** The same as requests of the second service name them. */
    public static final ResourceType<DomainName> DOMAIN_V2 =
            new ResourceType<>(
                    DOMAIN.kind(),
                    DOMAIN.shape(),
                    DOMAIN.view(),
                    Naming.by("domainName", "DomainName", MISSING).collection("domainnames"),
                    null);

    /** In the shape that the second service shows; an empty key is that of {@code (none)}. */
    public static final ResourceType<UpdateApiMappingResponse> MAPPING =
            ResourceType.of(
                            "apigateway.apimapping",
                            UpdateApiMappingResponse.builder().build(),
                            UpdateApiMappingResponse::new,
                            Naming.by(
                                            "ApiMappingId",
                                            "The API mapping resource specified in the request was"
                                                    + " not found.")
                                    .below(DOMAIN_V2))
                    .announced();

    private DomainTypes() {}
}
