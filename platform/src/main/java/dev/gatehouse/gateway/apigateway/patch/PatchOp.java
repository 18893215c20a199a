package dev.gatehouse.gateway.apigateway.patch;

import java.util.Locale;

/** What a change does. Most resources accept three of the six. */
public enum PatchOp {
    ADD,
    REMOVE,
    REPLACE,
    MOVE,
    COPY,
    TEST;

    /** The operation by its wire name; the wire's own validation has checked that it is one. */
    public static PatchOp of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    /** The wire name. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
