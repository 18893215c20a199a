package dev.gatehouse.aws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of a structure shape, by member index. An absent member is null. Immutable, except
 * that blobs are arrays nobody may write to.
 */
public final class Structure {
    private final Shape shape;
    private final @Nullable Object[] values;

    private Structure(Shape shape, @Nullable Object[] values) {
        this.shape = shape;
        this.values = values;
    }

    /** A builder with every member absent. */
    public static Builder builder(Shape shape) {
        return new Builder(shape, new @Nullable Object[shape.members().size()]);
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        return new Builder(shape, values.clone());
    }

    public Shape shape() {
        return shape;
    }

    public boolean has(int member) {
        return values[member] != null;
    }

    /** The value of a member; null when it is absent. */
    public @Nullable Object value(int member) {
        return values[member];
    }

    /**
     * The value of a member by its name in the model; null when absent or when there is no such.
     */
    public @Nullable Object value(String memberName) {
        Member member = shape.member(memberName);
        return member == null ? null : values[member.index()];
    }

    /** The value of a member, as the type generated code knows it to have. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(int member) {
        return (T) values[member];
    }

    /**
     * The value of a member that validation has seen to be there.
     *
     * @throws IllegalStateException when it is absent after all
     */
    @SuppressWarnings("unchecked")
    public <T> T require(int member) {
        Object value = values[member];
        if (value == null) {
            throw new IllegalStateException(
                    shape + "." + shape.members().get(member) + " is required and absent");
        }
        return (T) value;
    }

    /** A member converted by {@code view}; null when it is absent. */
    public <S, T> @Nullable T get(int member, Function<S, T> view) {
        S value = get(member);
        return value == null ? null : view.apply(value);
    }

    /** A member that must be there, converted by {@code view}. */
    public <S, T> T require(int member, Function<S, T> view) {
        return view.apply(this.<S>require(member));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Structure that
                && shape == that.shape
                && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.name().hashCode() + Arrays.deepHashCode(values);
    }

    /** The present members; sensitive ones are masked. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(shape.name()).append('{');
        String separator = "";
        for (Member member : shape.members()) {
            Object value = values[member.index()];
            if (value != null) {
                boolean masked = member.shape().is(Shape.Flag.SENSITIVE);
                text.append(separator).append(member.name()).append('=');
                text.append(
                        masked
                                ? "***"
                                : value instanceof byte[] blob ? blob.length + " bytes" : value);
                separator = ", ";
            }
        }
        return text.append('}').toString();
    }

    /** Collects the values of one structure. */
    public static final class Builder {
        private final Shape shape;
        private final @Nullable Object[] values;

        private Builder(Shape shape, @Nullable Object[] values) {
            this.shape = shape;
            this.values = values;
        }

        public Shape shape() {
            return shape;
        }

        /** Sets a member; views become the structures they look at, null makes it absent. */
        public Builder set(int member, @Nullable Object value) {
            values[member] = value == null ? null : plain(value);
            return this;
        }

        public boolean has(int member) {
            return values[member] != null;
        }

        public Structure build() {
            return new Structure(shape, values.clone());
        }

        private static Object plain(Object value) {
            return switch (value) {
                case View view -> view.data();
                case List<?> list -> {
                    List<@Nullable Object> plain = new ArrayList<>(list.size());
                    for (Object element : list) {
                        plain.add(element == null ? null : plain(element));
                    }
                    yield Collections.unmodifiableList(plain);
                }
                case Map<?, ?> map -> {
                    Map<String, @Nullable Object> plain =
                            LinkedHashMap.newLinkedHashMap(map.size());
                    map.forEach(
                            (key, entry) ->
                                    plain.put(
                                            Objects.toString(key),
                                            entry == null ? null : plain(entry)));
                    yield Collections.unmodifiableMap(plain);
                }
                default -> value;
            };
        }
    }
}
