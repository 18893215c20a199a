package dev.gatehouse.app.services.table;

import dev.gatehouse.aws.Structure;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which items a request is about, and which of their attributes (DynamoDB Developer Guide, "Using
 * IAM policy conditions for fine-grained access control").
 */
final class ItemKeys {
    /** Members that are maps by names of attributes, and one that is a list of names. */
    private static final List<String> BY_NAME =
            List.of(
                    "Item",
                    "Key",
                    "AttributeUpdates",
                    "Expected",
                    "ScanFilter",
                    "QueryFilter",
                    "KeyConditions");

    private static final List<String> EXPRESSIONS =
            List.of(
                    "ProjectionExpression",
                    "ConditionExpression",
                    "UpdateExpression",
                    "FilterExpression",
                    "KeyConditionExpression");

    private ItemKeys() {}

    /** The attributes that a request names. */
    static Set<String> attributes(Structure request) {
        Set<String> names = new LinkedHashSet<>();
        for (String member : BY_NAME) {
            if (request.value(member) instanceof Map<?, ?> map) {
                map.keySet().forEach(name -> names.add(name.toString()));
            }
        }
        if (request.value("AttributesToGet") instanceof List<?> list) {
            list.forEach(name -> names.add(String.valueOf(name)));
        }
        keys(request).forEach(key -> key.keySet().forEach(name -> names.add(name.toString())));
        for (String member : EXPRESSIONS) {
            if (request.value(member) instanceof String text) {
                names.addAll(Expression.of(text, request).attributes());
            }
        }
        return names;
    }

    /** The values of an attribute of the key in a request, as texts. */
    static List<String> values(Structure request, String attribute) {
        List<String> values = new ArrayList<>();
        for (String member : List.of("Key", "Item")) {
            if (request.value(member) instanceof Map<?, ?> map) {
                add(values, map.get(attribute));
            }
        }
        keys(request).forEach(key -> add(values, key.get(attribute)));
        if (request.value("KeyConditions") instanceof Map<?, ?> conditions
                && conditions.get(attribute) instanceof Structure condition) {
            ItemRequest.structures(condition.value("AttributeValueList"))
                    .forEach(each -> add(values, each));
        }
        if (request.value("KeyConditionExpression") instanceof String text
                && request.value("ExpressionAttributeValues") instanceof Map<?, ?> given) {
            Expression.of(text, request)
                    .equal(attribute)
                    .forEach(name -> add(values, given.get(name)));
        }
        return values;
    }

    /** The keys of a batch. */
    private static List<Map<?, ?>> keys(Structure request) {
        List<Map<?, ?>> keys = new ArrayList<>();
        if (request.value("Keys") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> key) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static void add(List<String> values, @Nullable Object value) {
        if (value instanceof Structure typed) {
            switch (typed.value("S") instanceof String text ? text : typed.value("N")) {
                case String text -> values.add(text);
                case null, default -> {
                    if (typed.value("B") instanceof byte[] bytes) {
                        values.add(Base64.getEncoder().encodeToString(bytes));
                    }
                }
            }
        }
    }
}
