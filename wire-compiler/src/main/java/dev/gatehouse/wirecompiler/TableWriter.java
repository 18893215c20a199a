package dev.gatehouse.wirecompiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a service's table: its head, which is read at every start, with its texts written out;
 * then a pool of texts, and shapes and operations, whose texts are places in the pool, 0 for none.
 * Numbers have seven bits a byte, least first; sets of flags are bits. {@code
 * dev.gatehouse.aws.TableReader} reads it, and the lists below follow the order of its enums.
 */
final class TableWriter {
    private static final int VERSION = 2;
    private static final List<String> TYPES =
            List.of(
                    "boolean",
                    "integer",
                    "long",
                    "float",
                    "double",
                    "string",
                    "blob",
                    "timestamp",
                    "list",
                    "map",
                    "structure",
                    "document");
    private static final List<String> LOCATIONS =
            List.of("", "uri", "querystring", "header", "headers", "statusCode");
    private static final List<String> FORMATS = List.of("", "iso8601", "rfc822", "unixTimestamp");
    private static final List<String> SHAPE_FLAGS =
            List.of("sensitive", "flattened", "streaming", "union", "eventStream", "event");
    private static final List<String> MEMBER_FLAGS =
            List.of(
                    "required",
                    "flattened",
                    "streaming",
                    "xmlAttribute",
                    "idempotencyToken",
                    "jsonvalue",
                    "eventPayload",
                    "eventHeader");

    private static final List<String> OPERATION_FLAGS = List.of("unsigned", "deprecated");

    private final ServiceFacts service;
    private final Map<String, Integer> pool = new LinkedHashMap<>();
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    TableWriter(ServiceFacts service) {
        this.service = service;
    }

    byte[] table() {
        head();
        number(service.shapes().size());
        service.shapes().values().forEach(this::shape);
        for (ShapeFacts shape : service.shapes().values()) {
            number(shape.parts().size());
            shape.parts().forEach(this::member);
        }
        number(service.operations().size());
        service.operations().forEach(this::operation);
        return whole();
    }

    private byte[] whole() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.toByteArray());
        number(pool.size(), out);
        pool.keySet().forEach(text -> written(text, out));
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    private void head() {
        JsonNode facts = service.facts();
        number(VERSION, head);
        for (String name :
                List.of("service", "id", "apiVersion", "endpointPrefix", "signingName")) {
            written(facts.get(name).asText(), head);
        }
        JsonNode protocols = facts.get("protocols");
        number(protocols.size(), head);
        protocols.forEach(protocol -> written(protocol.asText(), head));
        written(facts.path("targetPrefix").asText(), head);
        written(facts.path("xmlNamespace").asText(), head);
        number(facts.path("queryCompatible").asBoolean() ? 1 : 0, head);
    }

    private void shape(ShapeFacts shape) {
        JsonNode facts = shape.facts();
        text(shape.name());
        number(place(TYPES, shape.type()));
        constraints(facts);
        number(bits(SHAPE_FLAGS, facts));
        number(place(FORMATS, facts.path("timestampFormat").asText()));
        xmlName(facts.path("root"), facts);
        text(facts.path("payload"));
        number(shape.isError() ? 1 : 0);
        if (shape.isError()) {
            text(facts.path("code"));
            number(facts.path("status").asInt(facts.path("fault").asBoolean() ? 500 : 0));
            number(facts.path("senderFault").asBoolean() ? 1 : 0);
        }
    }

    private void constraints(JsonNode facts) {
        JsonNode values = facts.path("enum");
        boolean any =
                facts.has("min") || facts.has("max") || facts.has("pattern") || !values.isEmpty();
        number(any ? 1 : 0);
        if (any) {
            text(facts.path("min"));
            text(facts.path("max"));
            text(facts.path("pattern"));
            number(values.size());
            values.forEach(this::text);
        }
    }

    private void member(MemberFacts member) {
        JsonNode facts = member.facts();
        text(member.name());
        number(placeOf(member.shape()));
        number(place(LOCATIONS, facts.path("in").asText()));
        text(facts.path("as"));
        number(place(FORMATS, facts.path("timestampFormat").asText()));
        xmlName(facts.path("root"), facts);
        number(bits(MEMBER_FLAGS, facts));
    }

    private void xmlName(JsonNode root, JsonNode facts) {
        JsonNode namespace = facts.path("namespace");
        boolean any = !root.isMissingNode() || !namespace.isMissingNode();
        number(any ? 1 : 0);
        if (any) {
            text(root);
            text(namespace);
            text(facts.path("prefix"));
        }
    }

    private void operation(String name, JsonNode facts) {
        text(name);
        String[] http = facts.get("http").asText().split(" ", 2);
        text(http[0]);
        text(http[1]);
        number(facts.path("status").asInt(200));
        number(facts.has("input") ? placeOf(facts.get("input").asText()) + 1 : 0);
        number(facts.has("output") ? placeOf(facts.get("output").asText()) + 1 : 0);
        number(facts.path("errors").size());
        facts.path("errors").forEach(error -> number(placeOf(error.asText())));
        text(facts.path("wrapper"));
        boolean root = facts.has("root");
        number(root ? 1 : 0);
        if (root) {
            text(facts.get("root"));
            text(facts.path("rootNamespace"));
            text(facts.path("prefix"));
        }
        number(bits(OPERATION_FLAGS, facts));
    }

    private int placeOf(String shape) {
        return service.shape(shape).place();
    }

    private int place(List<String> names, String name) {
        int place = names.indexOf(name.equals("character") ? "string" : name);
        if (place < 0) {
            throw new IllegalStateException(service.name() + ": not one of " + names + ": " + name);
        }
        return place;
    }

    private static int bits(List<String> flags, JsonNode facts) {
        int bits = 0;
        for (int i = 0; i < flags.size(); i++) {
            bits |= facts.path(flags.get(i)).asBoolean() ? 1 << i : 0;
        }
        return bits;
    }

    private void text(JsonNode node) {
        if (node.isMissingNode()) {
            number(0);
        } else {
            text(node.asText());
        }
    }

    private void text(String text) {
        number(pool.computeIfAbsent(text, key -> pool.size() + 1));
    }

    private static void written(String text, ByteArrayOutputStream out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length, out);
        out.writeBytes(bytes);
    }

    private void number(int value) {
        number(value, body);
    }

    private static void number(int value, ByteArrayOutputStream out) {
        int left = value;
        while (left > 0x7f) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }
}
