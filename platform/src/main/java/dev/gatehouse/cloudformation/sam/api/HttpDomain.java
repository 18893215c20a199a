package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;

/** The {@code Domain} of an HTTP or a WebSocket API. */
final class HttpDomain {
    private final Declared api;
    private final Expansion expansion;
    private final String tag;

    /**
     * @param tag that says who made the domain
     */
    HttpDomain(Declared api, Expansion expansion, String tag) {
        this.api = api;
        this.expansion = expansion;
        this.tag = tag;
    }

    List<Made> made() {
        JsonNode given = api.get("Domain");
        if (given.isMissingNode()) {
            return List.of();
        }
        if (!(given instanceof ObjectNode domain)
                || !domain.has("DomainName")
                || !domain.has("CertificateArn")) {
            throw api.invalid(
                    "Custom Domains only works if both DomainName and CertificateArn are"
                            + " provided.");
        }
        String id = LogicalId.of("ApiGatewayDomainNameV2", domain.get("DomainName"));
        Made made = new Made(id, "AWS::ApiGatewayV2::DomainName", api.passed());
        made.set("DomainName", domain.get("DomainName"));
        made.set("Tags", Json.object().put(tag, "SAM"));
        made.set("DomainNameConfigurations", Json.list().add(configuration(domain)));
        JsonNode tls = domain.path("MutualTlsAuthentication");
        if (Values.isTrue(tls)) {
            made.set("MutualTlsAuthentication", DomainTls.checked(api, tls));
        }
        List<Made> all = new ArrayList<>(List.of(made));
        all.addAll(mappings(domain, id));
        if (domain.has("Route53")) {
            if (!(domain.get("Route53") instanceof ObjectNode route53)) {
                throw api.invalid("Property 'Domain.Route53' should be a map.");
            }
            // The records of WebSocket APIs do not meet those of others.
            RecordSets records =
                    api.type().endsWith("WebSocketApi")
                            ? new RecordSets()
                            : expansion.shared(RecordSets.class, _ -> new RecordSets());
            all.add(records.add(api, domain, route53, id));
        }
        return all;
    }

    private ObjectNode configuration(ObjectNode domain) {
        if (!domain.has("EndpointConfiguration")) {
            domain.put("EndpointConfiguration", "REGIONAL");
        }
        if (!domain.get("EndpointConfiguration").asText().equals("REGIONAL")) {
            throw api.invalid(
                    "EndpointConfiguration for Custom Domains must be one of ['REGIONAL'].");
        }
        ObjectNode configuration = Json.object();
        configuration.set("CertificateArn", domain.get("CertificateArn"));
        configuration.put("EndpointType", "REGIONAL");
        for (String name : List.of("OwnershipVerificationCertificateArn", "SecurityPolicy")) {
            if (Values.isTrue(domain.path(name))) {
                configuration.set(name, domain.get(name));
            }
        }
        return configuration;
    }

    private List<Made> mappings(ObjectNode domain, String name) {
        JsonNode paths = domain.path("BasePath");
        if (!Values.isTrue(paths) || !(paths.isTextual() || paths.isArray())) {
            return List.of(mapping(api.id() + "ApiMapping", name));
        }
        List<Made> mappings = new ArrayList<>();
        for (JsonNode path : Values.list(paths)) {
            if (!path.isTextual()) {
                throw api.invalid("Basepath must be a string.");
            }
            if (!path.asText().matches("[0-9a-zA-Z/\\-_]*")) {
                throw api.invalid("Invalid Basepath name provided.");
            }
            String bare = path.asText().replaceAll("[\\-_/]+", "");
            mappings.add(
                    mapping(api.id() + bare + "ApiMapping", name)
                            .set("ApiMappingKey", path.asText().replaceAll("^/+|/+$", "")));
        }
        return mappings;
    }

    private Made mapping(String id, String name) {
        return new Made(id, "AWS::ApiGatewayV2::ApiMapping", api.passed())
                .set("DomainName", Values.ref(name))
                .set("ApiId", Values.ref(api.id()))
                .set("Stage", Values.ref(api.id() + ".Stage"));
    }
}
