package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;

/** The {@code Domain} of a REST API: a custom domain, mappings of its paths, and records. */
final class RestDomain {
    private final Declared api;
    private final Expansion expansion;
    private final JsonNode given;

    RestDomain(Declared api, Expansion expansion) {
        this.api = api;
        this.expansion = expansion;
        this.given = api.get("Domain");
    }

    List<Made> made() {
        if (given.isMissingNode()) {
            return List.of();
        }
        if (!(given instanceof PythonDict domain)) {
            throw api.invalid("Property 'Domain' should be a map.");
        }
        for (String required : List.of("DomainName", "CertificateArn")) {
            if (!domain.has(required)) {
                throw api.invalid("Property 'Domain." + required + "' is required.");
            }
        }
        boolean isPrivate = domain.path("EndpointConfiguration").asText().equals("PRIVATE");
        return isPrivate ? ofPrivate(domain) : ofPublic(domain);
    }

    private List<Made> ofPublic(PythonDict domain) {
        String id = LogicalId.of("ApiGatewayDomainName", domain.get("DomainName"));
        domain.put("ApiDomainName", id);
        if (!domain.has("EndpointConfiguration")) {
            domain.put("EndpointConfiguration", "REGIONAL");
        }
        String endpoint = domain.get("EndpointConfiguration").asText();
        if (!endpoint.matches("EDGE|REGIONAL")) {
            throw api.invalid(
                    "EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL',"
                            + " 'PRIVATE'].");
        }
        Made made = new Made(id, "AWS::ApiGateway::DomainName", api.passed());
        made.set("DomainName", domain.get("DomainName"));
        made.set(
                endpoint.equals("REGIONAL") ? "RegionalCertificateArn" : "CertificateArn",
                domain.get("CertificateArn"));
        describe(made, domain, endpoint);
        JsonNode tls = domain.path("MutualTlsAuthentication");
        if (Values.isTrue(tls)) {
            made.set("MutualTlsAuthentication", DomainTls.checked(api, tls));
        }
        List<Made> all = new ArrayList<>(List.of(made));
        all.addAll(mappings(domain, "", "DomainName", Values.ref(id)));
        addRecords(all, domain, id);
        return all;
    }

    private List<Made> ofPrivate(PythonDict domain) {
        String id = LogicalId.of("ApiGatewayDomainNameV2", domain.get("DomainName"));
        Made made = new Made(id, "AWS::ApiGateway::DomainNameV2", api.passed());
        made.set("DomainName", domain.get("DomainName"));
        made.set("CertificateArn", domain.get("CertificateArn"));
        describe(made, domain, "PRIVATE");
        List<Made> all = new ArrayList<>(List.of(made));
        all.addAll(mappings(domain, "V2", "DomainNameArn", Values.ref(id)));
        addRecords(all, domain, domain.get("DomainName").asText());
        JsonNode access = domain.path("AccessAssociation");
        if (!access.isMissingNode()) {
            all.add(association(access, id));
        }
        return all;
    }

    private Made association(JsonNode access, String domain) {
        if (!access.isObject()) {
            throw api.invalid("Property 'Domain.AccessAssociation' should be a map.");
        }
        JsonNode endpoint = access.path("VpcEndpointId");
        String id =
                LogicalId.of("DomainNameAccessAssociation", Json.list().add(endpoint).add(domain));
        return new Made(id, "AWS::ApiGateway::DomainNameAccessAssociation", api.passed())
                .set("DomainNameArn", Values.ref(domain))
                .set("AccessAssociationSourceType", "VPCE")
                .set("AccessAssociationSource", endpoint);
    }

    private static void describe(Made made, PythonDict domain, String endpoint) {
        ObjectNode configuration = Json.object();
        configuration.putArray("Types").add(endpoint);
        if (Values.isTrue(domain.path("IpAddressType"))) {
            configuration.set("IpAddressType", domain.get("IpAddressType"));
        }
        made.set("EndpointConfiguration", configuration);
        boolean isPrivate = endpoint.equals("PRIVATE");
        for (String name :
                List.of(
                        "SecurityPolicy",
                        "EndpointAccessMode",
                        isPrivate ? "Policy" : "OwnershipVerificationCertificateArn")) {
            if (Values.isTrue(domain.path(name))) {
                made.set(name, domain.get(name));
            }
        }
    }

    private List<Made> mappings(PythonDict domain, String version, String property, JsonNode name) {
        String type = "AWS::ApiGateway::BasePathMapping" + version;
        JsonNode paths = domain.path("BasePath");
        if (!Values.isTrue(paths) || !(paths.isTextual() || paths.isArray())) {
            return List.of(mapping(api.id() + "BasePathMapping", type, property, name));
        }
        boolean clean =
                !domain.has("NormalizeBasePath") || Values.isTrue(domain.get("NormalizeBasePath"));
        List<Made> mappings = new ArrayList<>();
        for (JsonNode path : Values.list(paths)) {
            if (!path.isTextual()) {
                throw api.invalid("Property 'Domain.BasePath' should be a list of strings.");
            }
            String bare = path.asText().replaceAll("[^\\p{L}\\p{N}]", "");
            Made mapping = mapping(api.id() + bare + "BasePathMapping", type, property, name);
            mappings.add(mapping.set("BasePath", clean ? bare : path.asText()));
        }
        return mappings;
    }

    private Made mapping(String id, String type, String property, JsonNode name) {
        return new Made(id, type, api.passed())
                .set(property, name)
                .set("RestApiId", Values.ref(api.id()))
                .set("Stage", Values.ref(api.id() + ".Stage"));
    }

    private void addRecords(List<Made> all, PythonDict domain, String target) {
        JsonNode route53 = domain.path("Route53");
        if (route53.isMissingNode()) {
            return;
        }
        if (!(route53 instanceof ObjectNode configuration)) {
            throw api.invalid("Property 'Domain.Route53' should be a map.");
        }
        all.add(
                expansion
                        .shared(RecordSets.class, _ -> new RecordSets())
                        .add(api, domain, configuration, target));
    }
}
