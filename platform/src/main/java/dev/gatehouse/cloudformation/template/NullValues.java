package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A template has no null values: {@code ~}, {@code null}, or a key with nothing behind it. */
final class NullValues {
    private NullValues() {}

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming the first and its place
     */
    static void reject(JsonNode root) {
        reject(root, "");
    }

    private static void reject(JsonNode node, String place) {
        if (node.isNull()) {
            throw TemplateErrors.of(
                    "Template format error: [%s] 'null' values are not allowed in templates",
                    place);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            reject(member.getValue(), place + "/" + member.getKey());
        }
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                reject(node.get(index), place + "/" + index);
            }
        }
    }
}
