package dev.gatehouse.gateway.apigateway.api;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.aws.apigateway.EndpointConfiguration;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.gateway.resource.TagRules;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What AWS assumes of a REST API's settings, and which of them can be had. */
final class RestApiRules {
    static final String COMPRESSION_SIZE =
            "Invalid minimum compression size, must be between 0 and 10485760";
    private static final int LARGEST_COMPRESSION_SIZE = 10_485_760;
    private static final Set<String> ENDPOINT_TYPES = Set.of("EDGE", "REGIONAL", "PRIVATE");

    private RestApiRules() {}

    /** The API with AWS's defaults for what it does not say. */
    static RestApi withDefaults(RestApi api) {
        List<String> binary = api.binaryMediaTypes();
        return api.toBuilder()
                .apiKeySource(Objects.requireNonNullElse(api.apiKeySource(), "HEADER"))
                .disableExecuteApiEndpoint(Boolean.TRUE.equals(api.disableExecuteApiEndpoint()))
                .securityPolicy(said(api.securityPolicy()))
                .endpointAccessMode(said(api.endpointAccessMode()))
                .binaryMediaTypes(binary == null || binary.isEmpty() ? null : binary)
                .endpointConfiguration(endpoint(api.endpointConfiguration()))
                .build();
    }

    private static @Nullable String said(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * An API that was changed. One that becomes private gets the kind of addresses that private
     * APIs have by itself (recorded), unless the same change names another.
     */
    static RestApi moved(RestApi before, RestApi after) {
        EndpointConfiguration was = Objects.requireNonNull(before.endpointConfiguration());
        EndpointConfiguration is = after.endpointConfiguration();
        if (is == null) {
            return after;
        }
        boolean becomesPrivate =
                !Objects.equals(is.types(), was.types())
                        && Objects.equals(is.types(), List.of("PRIVATE"))
                        && Objects.equals(is.ipAddressType(), was.ipAddressType());
        return becomesPrivate
                ? after.toBuilder()
                        .endpointConfiguration(is.toBuilder().ipAddressType(null).build())
                        .build()
                : after;
    }

    private static EndpointConfiguration endpoint(@Nullable EndpointConfiguration given) {
        EndpointConfiguration.Builder endpoint =
                given == null ? EndpointConfiguration.builder() : given.toBuilder();
        List<String> types = given == null ? null : given.types();
        String addresses = given == null ? null : given.ipAddressType();
        if (types == null) {
            types = List.of("EDGE");
        }
        if (addresses == null || addresses.isEmpty()) {
            addresses = types.contains("PRIVATE") ? "dualstack" : "ipv4";
        }
        return endpoint.types(types).ipAddressType(addresses).build();
    }

    /** Rejects what AWS rejects. */
    static void check(RestApi api) {
        if (api.name() == null || api.name().isBlank()) {
            throw badRequest("Rest API name must be specified");
        }
        TagRules.check(api.tags());
        checkEndpoint(Objects.requireNonNull(api.endpointConfiguration()));
        Integer size = api.minimumCompressionSize();
        if (size != null && (size < 0 || size > LARGEST_COMPRESSION_SIZE)) {
            throw badRequest(COMPRESSION_SIZE);
        }
    }

    private static void checkEndpoint(EndpointConfiguration endpoint) {
        List<String> types = Objects.requireNonNullElse(endpoint.types(), List.of());
        if (types.isEmpty()) {
            throw badRequest(
                    "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        }
        if (!ENDPOINT_TYPES.containsAll(types)) {
            throw badRequest(
                    "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
        }
        if (types.size() > 1) {
            throw badRequest("Cannot create an api with multiple Endpoint Types.");
        }
        String addresses = Objects.requireNonNullElse(endpoint.ipAddressType(), "");
        if (!addresses.equals("ipv4") && !addresses.equals("dualstack")) {
            throw badRequest("ipAddressType must be either ipv4 or dualstack.");
        }
        boolean isPrivate = types.contains("PRIVATE");
        if (isPrivate && addresses.equals("ipv4")) {
            throw badRequest("Only dualstack ipAddressType is supported for Private APIs.");
        }
        List<String> networks = Objects.requireNonNullElse(endpoint.vpcEndpointIds(), List.of());
        if (!isPrivate && !networks.isEmpty()) {
            throw badRequest("VPCEndpoints can only be specified with PRIVATE apis.");
        }
    }
}
