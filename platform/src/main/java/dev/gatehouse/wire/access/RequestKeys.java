package dev.gatehouse.wire.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.GlobalKeys;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the condition keys that a call of an AWS service has. */
public final class RequestKeys {
    private RequestKeys() {}

    static ConditionKeys of(
            RequestContext context, OperationModel operation, Structure input, Instant now) {
        Map<String, List<String>> keys = new HashMap<>();
        keys.put(
                "iam:passedtoservice",
                List.of(operation.service().signingName() + ".amazonaws.com"));
        addTags(keys, input);
        return ConditionKeys.of(keys).or(of(context, now));
    }

    /** Those that do not depend on what is asked. */
    public static ConditionKeys of(RequestContext context, Instant now) {
        ConditionKeys global =
                new GlobalKeys(context.sourceIp(), context.region(), now, context.origin().via());
        String agent = context.userAgent();
        return key -> key.equals("aws:useragent") ? listOf(agent) : global.of(key);
    }

    private static List<String> listOf(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
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
