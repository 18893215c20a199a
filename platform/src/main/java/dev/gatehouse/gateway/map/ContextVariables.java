package dev.gatehouse.gateway.map;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code $context} of one request, by AWS's names. Its nested maps are made only where a
 * template may read and change all of it.
 */
public final class ContextVariables implements LogFormat.Variables {
    private final Map<String, Object> root = new LinkedHashMap<>();

    /** Null once all of it is in the maps. */
    private @Nullable Source source;

    /** Knows all variables of a request. */
    public interface Source extends LogFormat.Variables {
        /** Puts all of them. */
        void fill(ContextVariables variables);
    }

    /** Nothing so far. */
    public ContextVariables() {}

    /** What is known of a request. */
    public ContextVariables(Source source) {
        this.source = source;
    }

    /** Sets a variable by its name, which may have one dot; null leaves it out. */
    public ContextVariables put(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> all = asMap();
        int dot = name.indexOf('.');
        if (dot < 0) {
            all.put(name, value);
        } else {
            nested(all, name.substring(0, dot)).put(name.substring(dot + 1), value);
        }
        return this;
    }

    @Override
    public @Nullable Object find(String name) {
        return source == null ? find(root, name) : source.find(name);
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
        Source left = source;
        if (left != null) {
            source = null;
            left.fill(this);
        }
        return root;
    }

    /** Makes the maps that templates may set overrides in: they cannot make maps themselves. */
    void takeOverrides() {
        Map<String, Object> all = asMap();
        nested(nested(all, "responseOverride"), "header");
        Map<String, Object> request = nested(all, "requestOverride");
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
