package dev.gatehouse.lambda.runtimeapi;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** What a warm runtime is told of its function, written down before it is. */
public final class Specialisation {
    private final byte[] text;

    private Specialisation(byte[] text) {
        this.text = text;
    }

    /**
     * @param environment the function's variables
     */
    public static Specialisation of(Map<String, String> environment) {
        return new Specialisation(new JsonObject(new HashMap<>(environment)).toBuffer().getBytes());
    }

    byte[] text() {
        return text;
    }
}
