package dev.gatehouse.gateway.apigateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.aws.apigateway.EndpointConfiguration;
import dev.gatehouse.aws.apigateway.RestApi;
import dev.gatehouse.gateway.openapi.Extensions;
import dev.gatehouse.gateway.openapi.Members;
import dev.gatehouse.gateway.openapi.OpenApiDocument;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the head of a document says of the API itself. */
final class ImportedApi {
    private ImportedApi() {}

    /**
     * The API with what the document says of it.
     *
     * @param present as it is; what no document says of an API stays
     */
    static RestApi of(OpenApiDocument document, RestApi present, ImportOptions options) {
        RestApi kept = options.merge() ? present : bare(present);
        JsonNode root = document.root();
        JsonNode info = root.path("info");
        JsonNode policy = document.member(Extensions.POLICY);
        JsonNode endpoint = document.member(Extensions.ENDPOINT_CONFIGURATION);
        return kept.toBuilder()
                .name(or(Members.text(info, "title"), kept.name()))
                .description(or(Members.text(info, "description"), kept.description()))
                .version(or(Members.text(info, "version"), kept.version()))
                .apiKeySource(
                        or(Members.upper(root, Extensions.API_KEY_SOURCE), kept.apiKeySource()))
                .binaryMediaTypes(
                        union(
                                kept.binaryMediaTypes(),
                                Members.texts(root, Extensions.BINARY_MEDIA_TYPES)))
                .minimumCompressionSize(
                        or(
                                Members.integer(root, Extensions.MINIMUM_COMPRESSION_SIZE),
                                kept.minimumCompressionSize()))
                .policy(policy.isObject() ? policy.toString() : kept.policy())
                .securityPolicy(
                        or(Members.text(root, Extensions.SECURITY_POLICY), kept.securityPolicy()))
                .endpointAccessMode(
                        or(
                                Members.text(root, Extensions.ENDPOINT_ACCESS_MODE),
                                kept.endpointAccessMode()))
                .disableExecuteApiEndpoint(
                        or(
                                Members.flag(endpoint, "disableExecuteApiEndpoint"),
                                kept.disableExecuteApiEndpoint()))
                .endpointConfiguration(
                        endpoint(kept.endpointConfiguration(), endpoint, options.endpointType()))
                .build();
    }

    /** What no document says of an API. */
    private static RestApi bare(RestApi present) {
        return RestApi.builder()
                .id(present.id())
                .createdDate(present.createdDate())
                .rootResourceId(present.rootResourceId())
                .endpointConfiguration(present.endpointConfiguration())
                .tags(present.tags())
                .build();
    }

    private static @Nullable EndpointConfiguration endpoint(
            @Nullable EndpointConfiguration present, JsonNode said, @Nullable String type) {
        EndpointConfiguration.Builder endpoint =
                present == null ? EndpointConfiguration.builder() : present.toBuilder();
        if (type != null) {
            endpoint.types(List.of(type.split(",", -1)));
        }
        if (said.has("vpcEndpointIds")) {
            endpoint.vpcEndpointIds(Members.texts(said, "vpcEndpointIds"));
        }
        if (said.has("ipAddressType")) {
            endpoint.ipAddressType(Members.text(said, "ipAddressType"));
        }
        return endpoint.build();
    }

    private static @Nullable List<String> union(
            @Nullable List<String> present, @Nullable List<String> said) {
        if (present == null || said == null) {
            return or(said, present);
        }
        Set<String> all = new LinkedHashSet<>(present);
        all.addAll(said);
        return List.copyOf(all);
    }

    private static <T> @Nullable T or(@Nullable T said, @Nullable T kept) {
        return said == null ? kept : said;
    }
}
