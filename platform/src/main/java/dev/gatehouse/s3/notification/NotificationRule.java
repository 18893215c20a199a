package dev.gatehouse.s3.notification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the configurations of a bucket's notifications.
 *
 * @param id what records call it
 * @param target the ARN of the function, queue or topic
 * @param events types of events, or groups of them that end with a star
 * @param prefix what keys begin with
 * @param suffix what keys end with
 */
record NotificationRule(
        String id, String target, List<String> events, String prefix, String suffix) {

    /** Where a configuration keeps its target, by the list that it is in. */
    static final Map<String, String> TARGETS =
            Map.of(
                    "TopicConfigurations", "TopicArn",
                    "QueueConfigurations", "QueueArn",
                    "LambdaFunctionConfigurations", "LambdaFunctionArn");

    private static final List<String> LISTS =
            List.of("QueueConfigurations", "TopicConfigurations", "LambdaFunctionConfigurations");

    /**
     * The configurations of a bucket.
     *
     * @param stored S3's NotificationConfiguration, by the names of its members
     */
    static List<NotificationRule> of(Map<String, Object> stored) {
        List<NotificationRule> rules = new ArrayList<>();
        for (String list : LISTS) {
            for (Map<?, ?> each : maps(stored.get(list))) {
                rules.add(of(each, String.valueOf(TARGETS.get(list))));
            }
        }
        return rules;
    }

    private static NotificationRule of(Map<?, ?> configuration, String member) {
        List<String> events = new ArrayList<>();
        if (configuration.get("Events") instanceof List<?> listed) {
            listed.forEach(event -> events.add(String.valueOf(event)));
        }
        return new NotificationRule(
                String.valueOf(configuration.get("Id")),
                String.valueOf(configuration.get(member)),
                events,
                filter(configuration, "prefix"),
                filter(configuration, "suffix"));
    }

    /** What a filter asks for; nothing where it does not. */
    private static String filter(Map<?, ?> configuration, String name) {
        for (Map<?, ?> rule : filterRules(configuration)) {
            if (String.valueOf(rule.get("Name")).toLowerCase(Locale.ROOT).equals(name)) {
                return String.valueOf(rule.get("Value"));
            }
        }
        return "";
    }

    static List<Map<?, ?>> filterRules(Map<?, ?> configuration) {
        return configuration.get("Filter") instanceof Map<?, ?> filter
                        && filter.get("Key") instanceof Map<?, ?> key
                ? maps(key.get("FilterRules"))
                : List.of();
    }

    static List<Map<?, ?>> maps(@Nullable Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof List<?> values) {
            for (Object value : values) {
                if (value instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    boolean asksFor(ObjectEvent event, String key) {
        return key.startsWith(prefix)
                && key.endsWith(suffix)
                && events.stream().anyMatch(event::is);
    }

    /** Whether one event could be told by both: S3 takes no such configurations. */
    boolean overlaps(NotificationRule other) {
        return (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
                && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix))
                && events.stream().anyMatch(a -> other.events.stream().anyMatch(b -> meet(a, b)));
    }

    private static boolean meet(String one, String other) {
        return covers(one, other) || covers(other, one);
    }

    private static boolean covers(String group, String type) {
        return group.equals(type)
                || group.endsWith(":*") && type.startsWith(group.substring(0, group.length() - 1));
    }
}
