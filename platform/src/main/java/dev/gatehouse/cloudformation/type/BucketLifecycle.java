package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.Set;

/** The lifecycle rules of a bucket in a template, whose names are not S3's own. */
final class BucketLifecycle {
    static final String NAME = "LifecycleConfiguration";

    private static final String RULE = NAME + ".Rules.";
    private static final String OLD_VERSIONS = "NoncurrentVersionExpiration";
    private static final String ABORT = "AbortIncompleteMultipartUpload";

    /** What of them is understood: no transitions, since nothing has another storage class. */
    static final Set<String> PROPERTIES =
            Set.of(
                    RULE + "Id",
                    RULE + "Status",
                    RULE + "Prefix",
                    RULE + "TagFilters.Key",
                    RULE + "TagFilters.Value",
                    RULE + "ExpirationInDays",
                    RULE + "ExpiredObjectDeleteMarker",
                    RULE + OLD_VERSIONS + ".NoncurrentDays",
                    RULE + OLD_VERSIONS + ".NewerNoncurrentVersions",
                    RULE + OLD_VERSIONS + "InDays",
                    RULE + ABORT + ".DaysAfterInitiation");

    private BucketLifecycle() {}

    /** The rules as S3 takes them. */
    static ArrayNode rules(JsonNode declared) {
        ArrayNode rules = Target.input().arrayNode();
        for (JsonNode each : declared.path("Rules")) {
            ObjectNode rule = rules.addObject();
            rename(each, "Id", rule, "ID");
            rename(each, "Status", rule, "Status");
            rename(each, OLD_VERSIONS, rule, OLD_VERSIONS);
            rename(each, ABORT, rule, ABORT);
            if (each.has(OLD_VERSIONS + "InDays")) {
                rule.putObject(OLD_VERSIONS)
                        .set("NoncurrentDays", each.get(OLD_VERSIONS + "InDays"));
            }
            rule.set("Filter", filter(each));
            ObjectNode expiration = Target.input();
            rename(each, "ExpirationInDays", expiration, "Days");
            rename(each, "ExpiredObjectDeleteMarker", expiration, "ExpiredObjectDeleteMarker");
            if (!expiration.isEmpty()) {
                rule.set("Expiration", expiration);
            }
        }
        return rules;
    }

    private static ObjectNode filter(JsonNode rule) {
        ObjectNode filter = Target.input();
        JsonNode tags = rule.path("TagFilters");
        if (tags.isEmpty()) {
            return filter.put("Prefix", rule.path("Prefix").asText());
        }
        if (tags.size() == 1 && !rule.has("Prefix")) {
            filter.set("Tag", tags.get(0));
            return filter;
        }
        ObjectNode and = filter.putObject("And");
        rename(rule, "Prefix", and, "Prefix");
        and.set("Tags", tags);
        return filter;
    }

    private static void rename(JsonNode from, String name, ObjectNode to, String other) {
        if (from.has(name)) {
            to.set(other, from.get(name));
        }
    }
}
