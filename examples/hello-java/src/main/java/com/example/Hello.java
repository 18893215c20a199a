package com.example;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;

/** Greets whoever the path names. */
public final class Hello {

    /** Answers an HTTP API's event, payload format 2.0. */
    public Map<String, Object> handle(Map<String, Object> event, Context context) {
        Object name = ((Map<?, ?>) event.getOrDefault("pathParameters", Map.of())).get("name");
        context.getLogger().log("greeting " + name);
        return Map.of("greeting", "Hello, " + name, "java", Runtime.version().feature());
    }
}
