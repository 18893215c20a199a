package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.HashMap;
import java.util.Map;

/** The record sets of a template's custom domains: one group for each hosted zone. */
final class RecordSets {
    private static final String TYPE = "AWS::Route53::RecordSetGroup";

    /** The zone of CloudFront, which serves EDGE domains. */
    private static final String CLOUD_FRONT = "Z2FDTNDATAQYW2";

    private final Map<String, Made> groups = new HashMap<>();

    /**
     * Adds the records of a domain.
     *
     * @param target logical id of the domain whose attributes the records point at
     */
    Made add(Declared api, JsonNode domain, ObjectNode route53, String target) {
        JsonNode zone = route53.path("HostedZoneId");
        JsonNode name = route53.path("HostedZoneName");
        if (zone.isMissingNode() && name.isMissingNode()) {
            throw api.invalid(
                    "HostedZoneId or HostedZoneName is required to enable Route53 support on"
                            + " Custom Domains.");
        }
        JsonNode hashed = Values.isTrue(zone) ? zone : name;
        Made group;
        if (Values.isTrue(route53.path("SeparateRecordSetGroup"))) {
            if (!route53.get("SeparateRecordSetGroup").isBoolean()) {
                throw api.invalid(
                        "Property 'Domain.Route53.SeparateRecordSetGroup' should be a boolean.");
            }
            JsonNode both = Json.list().add(hashed).add(domain.path("DomainName"));
            group = group(api, LogicalId.of("RecordSetGroup", both), zone, name);
        } else {
            group =
                    groups.computeIfAbsent(
                            LogicalId.of("RecordSetGroup", hashed),
                            id -> group(api, id, zone, name));
        }
        ArrayNode records = (ArrayNode) group.properties().get("RecordSets");
        ObjectNode alias = alias(domain, route53, target);
        records.add(record(domain, route53, "A", alias));
        JsonNode six = route53.path("IpV6");
        if (six.isBoolean() && six.asBoolean()) {
            records.add(record(domain, route53, "AAAA", alias.deepCopy()));
        }
        return group;
    }

    private static Made group(Declared api, String id, JsonNode zone, JsonNode name) {
        return new Made(id, TYPE, api.passed())
                .set("HostedZoneId", zone)
                .set("HostedZoneName", name)
                .set("RecordSets", Json.list());
    }

    private static ObjectNode record(
            JsonNode domain, ObjectNode route53, String type, ObjectNode alias) {
        ObjectNode record = Json.object();
        record.set("Name", domain.path("DomainName"));
        record.put("Type", type).set("AliasTarget", alias);
        Json.copy(route53, record, "Region", "SetIdentifier");
        return record;
    }

    private static ObjectNode alias(JsonNode domain, ObjectNode route53, String target) {
        ObjectNode alias = Json.object();
        Json.copy(route53, alias, "EvaluateTargetHealth");
        switch (domain.path("EndpointConfiguration").asText()) {
            case "REGIONAL" -> {
                alias.set("HostedZoneId", Values.attribute(target, "RegionalHostedZoneId"));
                alias.set("DNSName", Values.attribute(target, "RegionalDomainName"));
            }
            case "EDGE" -> {
                if (!route53.has("DistributionDomainName")) {
                    route53.set(
                            "DistributionDomainName",
                            Values.attribute(target, "DistributionDomainName"));
                }
                alias.put("HostedZoneId", CLOUD_FRONT);
                alias.set("DNSName", route53.get("DistributionDomainName"));
            }
            default -> {
                alias.set("HostedZoneId", route53.path("VpcEndpointHostedZoneId"));
                alias.set("DNSName", route53.path("VpcEndpointDomainName"));
            }
        }
        return alias;
    }
}
