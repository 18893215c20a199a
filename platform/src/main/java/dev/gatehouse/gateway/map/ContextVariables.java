package dev.gatehouse.gateway.map;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code $context} of one request: nested maps by AWS's names. Made only where a template or
 * parameter asks for it.
 */
public final class ContextVariables implements LogFormat.Variables {
    private final Map<String, Object> root = new LinkedHashMap<>();

    /** Sets a variable by its name, which may have one dot; null leaves it out. */
    public ContextVariables put(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        int dot = name.indexOf('.');
        if (dot < 0) {
            root.put(name, value);
        } else {
            nested(root, name.substring(0, dot)).put(name.substring(dot + 1), value);
        }
        return this;
    }

    @Override
    public @Nullable Object find(String name) {
        return find(root, name);
    }

    /** A value by its dotted name in nested maps; null when there is none, or it is a map. */
    public static @Nullable Object find(Map<?, ?> in, String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            Object found = in.get(name);
            return found instanceof Map ? null : found;
        }
        return in.get(name.substring(0, dot)) instanceof Map<?, ?> nested
                ? find(nested, name.substring(dot + 1))
                : null;
    }

    /** All of them, to be read and overridden by a template. */
    Map<String, Object> asMap() {
        return root;
    }

    /** Makes the maps that templates may set overrides in: they cannot make maps themselves. */
    void takeOverrides() {
        nested(nested(root, "responseOverride"), "header");
        Map<String, Object> request = nested(root, "requestOverride");
        nested(request, "header");
        nested(request, "path");
        nested(request, "querystring");
    }

    /** The map of a name, in place of whatever else a template put there. */
    @SuppressWarnings("unchecked") // maps in the tree have the names of variables as keys
    static Map<String, Object> nested(Map<String, Object> parent, String name) {
        if (parent.get(name) instanceof Map<?, ?> present) {
            return (Map<String, Object>) present;
        }
        Map<String, Object> made = new LinkedHashMap<>();
        parent.put(name, made);
        return made;
    }
}
