package dev.gatehouse.wire.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** HTTP headers: several values a name, and names compared without regard to case. Immutable. */
public final class Headers {
    /** No headers. */
    public static final Headers NONE = builder().build();

    private final Map<String, List<String>> values;

    private Headers(Map<String, List<String>> values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The first value of a header; null when it is absent. */
    public @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /** All values of a header, in the order they came; empty when it is absent. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The names, in lower case and alphabetical order. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Calls {@code action} with each name, in lower case, and each of its values. */
    public void forEach(BiConsumer<String, String> action) {
        values.forEach((name, all) -> all.forEach(value -> action.accept(name, value)));
    }

    /** A builder that starts with these headers. */
    public Builder toBuilder() {
        Builder builder = builder();
        forEach(builder::add);
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /** Collects headers. */
    public static final class Builder {
        private final Map<String, List<String>> values =
                new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        private Builder() {}

        /** Adds a value to those the header has. */
        public Builder add(String name, String value) {
            values.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(value);
            return this;
        }

        /** Makes {@code value} the header's only one. */
        public Builder set(String name, String value) {
            values.remove(name);
            return add(name, value);
        }

        public Headers build() {
            Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            values.forEach((name, all) -> copy.put(name, List.copyOf(all)));
            return new Headers(copy);
        }
    }
}
