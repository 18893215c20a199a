package dev.gatehouse.wirecompiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One shape of a model file.
 *
 * @param place its place in the table
 * @param type its type; {@code document} for free-form values
 * @param parts members of a structure, the element of a list, or key and value of a map
 */
record ShapeFacts(String name, int place, String type, JsonNode facts, List<MemberFacts> parts) {

    static ShapeFacts of(String name, int place, JsonNode facts) {
        List<MemberFacts> parts = new ArrayList<>();
        for (String part : List.of("member", "key", "value")) {
            if (facts.has(part)) {
                parts.add(MemberFacts.of(part, facts.get(part)));
            }
        }
        facts.path("members")
                .properties()
                .forEach(member -> parts.add(MemberFacts.of(member.getKey(), member.getValue())));
        String type = facts.path("document").asBoolean() ? "document" : facts.get("type").asText();
        return new ShapeFacts(name, place, type, facts, parts);
    }

    boolean is(String flag) {
        return facts.path(flag).asBoolean();
    }

    boolean isStructure() {
        return type.equals("structure");
    }

    boolean isError() {
        return facts.has("exception") || facts.has("code");
    }
}
