package dev.gatehouse.wirecompiler;

import com.fasterxml.jackson.databind.JsonNode;

/** One part of a shape; a part without further facts is just the name of its shape. */
record MemberFacts(String name, String shape, JsonNode facts) {

    static MemberFacts of(String name, JsonNode facts) {
        String shape = facts.isTextual() ? facts.asText() : facts.get("shape").asText();
        return new MemberFacts(name, shape, facts);
    }

    boolean is(String flag) {
        return facts.path(flag).asBoolean();
    }
}
