package dev.gatehouse.wire.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of the condition keys that every request has (IAM User Guide, "AWS global condition
 * context keys"). Keys that are named in neither this nor a service's own are not known, and what
 * depends on them allows nothing.
 */
final class RequestKeys {
    private static final List<String> NONE = List.of();

    /** What there is none of on a node: networks, organizations, other services on the way. */
    private static final List<String> ABSENT =
            List.of(
                    "aws:calledvia",
                    "aws:calledviafirst",
                    "aws:calledvialast",
                    "aws:multifactorauthage",
                    "aws:multifactorauthpresent",
                    "aws:principalorgid",
                    "aws:principalorgpaths",
                    "aws:resourceorgid",
                    "aws:resourceorgpaths",
                    "aws:sourceaccount",
                    "aws:sourcearn",
                    "aws:sourceorgid",
                    "aws:sourcevpc",
                    "aws:sourcevpcarn",
                    "aws:sourcevpce",
                    "aws:vpcsourceip");

    private RequestKeys() {}

    static Map<String, List<String>> of(
            RequestContext context, OperationModel operation, Structure input, Instant now) {
        Map<String, List<String>> keys = new HashMap<>();
        ABSENT.forEach(key -> keys.put(key, NONE));
        keys.put("aws:sourceip", List.of(context.sourceIp()));
        keys.put("aws:currenttime", List.of(now.toString()));
        keys.put("aws:epochtime", List.of(Long.toString(now.getEpochSecond())));
        keys.put("aws:requestedregion", List.of(context.region().name()));
        keys.put("aws:viaawsservice", List.of("false"));
        // A node is spoken to on its own machine, or behind what ends TLS for it.
        keys.put("aws:securetransport", List.of("true"));
        keys.put(
                "iam:passedtoservice",
                List.of(operation.service().signingName() + ".amazonaws.com"));
        addTags(keys, input);
        return keys;
    }

    /** The tags that a request brings: a map, or a list of pairs. */
    private static void addTags(Map<String, List<String>> keys, Structure input) {
        Object upper = input.value("Tags");
        Object given = upper == null ? input.value("tags") : upper;
        Map<String, String> tags = new HashMap<>();
        switch (given) {
            case Map<?, ?> map -> map.forEach((key, value) -> put(tags, key, value));
            case List<?> list -> {
                for (Object each : list) {
                    if (each instanceof Structure pair) {
                        put(tags, pair.value("Key"), pair.value("Value"));
                    }
                }
            }
            case null, default -> {}
        }
        tags.forEach(
                (key, value) ->
                        keys.put("aws:requesttag/" + key.toLowerCase(Locale.ROOT), List.of(value)));
        Object removed = input.value("TagKeys");
        List<String> names = new ArrayList<>(tags.keySet());
        if (removed instanceof List<?> list) {
            list.forEach(key -> names.add(String.valueOf(key)));
        }
        keys.put("aws:tagkeys", names);
    }

    private static void put(
            Map<String, String> tags, @Nullable Object key, @Nullable Object value) {
        if (key != null) {
            tags.put(key.toString(), value == null ? "" : value.toString());
        }
    }
}
