package dev.gatehouse.gateway.map;

import dev.gatehouse.kernel.BoundedPattern;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.util.introspection.VelMethod;
import org.jspecify.annotations.Nullable;

/**
 * The methods that Java's classes have without a bound: regular expressions, which may backtrack
 * for ever, what makes long texts and lists of short ones, and what compares all of one value with
 * all of another.
 */
final class BoundedMethods {
    /** Of a list that a template fills, and of the pieces of a text. */
    private static final int MOST_ELEMENTS = 100_000;

    /** Of the characters of two texts: a longest body may be searched for twenty of them. */
    private static final long MOST_CHARACTERS_COMPARED = 20L * BoundedText.MAX_CHARS;

    /** Of the elements of two lists. */
    private static final long MOST_ELEMENTS_COMPARED = 1_000_000;

    private BoundedMethods() {}

    /** The method of a value, by its name and arguments; null where it has no bound of its own. */
    static @Nullable VelMethod find(Object on, String name, @Nullable Object[] arguments) {
        return switch (on) {
            case String _ -> ofTexts(name, arguments);
            case Collection<?> _ when isCollection(arguments) -> ofCollections(name);
            case Map<?, ?> _ when name.equals("putAll") && isMap(arguments) ->
                    new Bounded(name, BoundedMethods::putAll);
            default -> null;
        };
    }

    private static @Nullable VelMethod ofTexts(String name, @Nullable Object[] arguments) {
        boolean texts = true;
        for (Object argument : arguments) {
            texts &= argument instanceof CharSequence;
        }
        return switch (name + '/' + arguments.length) {
            case "matches/1" -> texts ? new Bounded(name, BoundedMethods::matches) : null;
            case "contains/1", "indexOf/1", "lastIndexOf/1" ->
                    texts ? new Bounded(name, (on, with) -> search(on, name, with)) : null;
            case "indexOf/2", "lastIndexOf/2" ->
                    arguments[0] instanceof CharSequence && arguments[1] instanceof Integer
                            ? new Bounded(name, (on, with) -> search(on, name, with))
                            : null;
            case "replace/2" -> texts ? new Bounded(name, BoundedMethods::replace) : null;
            case "replaceAll/2" ->
                    texts ? new Bounded(name, (on, with) -> replace(on, with, true)) : null;
            case "replaceFirst/2" ->
                    texts ? new Bounded(name, (on, with) -> replace(on, with, false)) : null;
            case "split/1" -> texts ? new Bounded(name, (on, by) -> split(on, by, 0)) : null;
            case "split/2" ->
                    arguments[1] instanceof Integer
                            ? new Bounded(name, BoundedMethods::split)
                            : null;
            case "repeat/1" ->
                    arguments[0] instanceof Integer
                            ? new Bounded(name, BoundedMethods::repeat)
                            : null;
            default -> null;
        };
    }

    /** Those that take another one. */
    private static @Nullable VelMethod ofCollections(String name) {
        return switch (name) {
            case "addAll" -> new Bounded(name, BoundedMethods::addAll);
            case "containsAll", "removeAll", "retainAll" ->
                    new Bounded(name, (on, with) -> compare((Collection<?>) on, name, with));
            default -> null;
        };
    }

    private static boolean isCollection(@Nullable Object[] arguments) {
        return arguments.length == 1 && arguments[0] instanceof Collection;
    }

    private static boolean isMap(@Nullable Object[] arguments) {
        return arguments.length == 1 && arguments[0] instanceof Map;
    }

    private static Object matches(Object on, Object[] arguments) {
        return pattern(arguments[0]).matches((String) on);
    }

    private static Object replace(Object on, Object[] arguments) {
        String text = (String) on;
        String from = arguments[0].toString();
        String to = arguments[1].toString();
        requireSearchable(text, from);
        long most = from.isEmpty() ? text.length() + 1L : text.length() / from.length();
        // Only what grows can become too long.
        if (to.length() > from.length()) {
            requireShort(text.length() + most * (to.length() - from.length()));
        }
        return text.replace(from, to);
    }

    private static Object replace(Object on, Object[] arguments, boolean all) {
        String replacement = arguments[1].toString();
        return pattern(arguments[0])
                .replaced((String) on, replacement, all, BoundedText.MAX_CHARS)
                .orElseThrow(BoundedMethods::tooMuch);
    }

    private static Object search(Object on, String name, Object[] arguments) {
        String text = (String) on;
        String wanted = arguments[0].toString();
        requireSearchable(text, wanted);
        boolean all = arguments.length == 1;
        return switch (name) {
            case "contains" -> text.contains(wanted);
            case "indexOf" -> text.indexOf(wanted, all ? 0 : (Integer) arguments[1]);
            default -> text.lastIndexOf(wanted, all ? text.length() : (Integer) arguments[1]);
        };
    }

    private static void requireSearchable(String text, String wanted) {
        if ((long) text.length() * wanted.length() > MOST_CHARACTERS_COMPARED) {
            throw tooMuch();
        }
    }

    private static Object compare(Collection<?> on, String name, Object[] arguments) {
        Collection<?> others = (Collection<?>) arguments[0];
        if ((long) on.size() * others.size() > MOST_ELEMENTS_COMPARED) {
            throw tooMuch();
        }
        return switch (name) {
            case "containsAll" -> on.containsAll(others);
            case "removeAll" -> on.removeAll(others);
            default -> on.retainAll(others);
        };
    }

    private static Object split(Object on, Object[] arguments) {
        return split(on, arguments, (Integer) arguments[1]);
    }

    private static Object split(Object on, Object[] arguments, int limit) {
        List<String> pieces =
                pattern(arguments[0])
                        .split((String) on, limit, MOST_ELEMENTS)
                        .orElseThrow(BoundedMethods::tooMuch);
        return pieces.toArray(new String[0]);
    }

    private static Object repeat(Object on, Object[] arguments) {
        String text = (String) on;
        int times = (Integer) arguments[0];
        requireShort((long) text.length() * times);
        return text.repeat(times);
    }

    @SuppressWarnings("unchecked") // templates have no types
    private static Object addAll(Object on, Object[] arguments) {
        Collection<Object> added = (Collection<Object>) arguments[0];
        requireFew(((Collection<?>) on).size() + added.size());
        // A copy, since a list may be added to itself.
        return ((Collection<Object>) on).addAll(Arrays.asList(added.toArray()));
    }

    @SuppressWarnings("unchecked") // templates have no types
    private static Object putAll(Object on, Object[] arguments) {
        Map<Object, Object> added = (Map<Object, Object>) arguments[0];
        requireFew(((Map<?, ?>) on).size() + added.size());
        ((Map<Object, Object>) on).putAll(added);
        return "";
    }

    private static BoundedPattern pattern(Object expression) {
        return BoundedPattern.compile(expression.toString())
                .orElseThrow(
                        () -> new VelocityException("not a regular expression: " + expression));
    }

    private static void requireShort(long chars) {
        if (chars > BoundedText.MAX_CHARS) {
            throw tooMuch();
        }
    }

    private static void requireFew(int elements) {
        if (elements > MOST_ELEMENTS) {
            throw tooMuch();
        }
    }

    private static VelocityException tooMuch() {
        return new VelocityException("the template makes too much of its values");
    }

    private record Bounded(String name, BiFunction<Object, Object[], Object> action)
            implements VelMethod {
        @Override
        public Object invoke(Object on, Object[] arguments) {
            try {
                return action.apply(on, arguments);
            } catch (IllegalArgumentException
                    | IndexOutOfBoundsException
                    | UnsupportedOperationException unfit) {
                throw new VelocityException(name + ": " + unfit.getMessage());
            }
        }

        @Override
        public boolean isCacheable() {
            return true;
        }

        @Override
        public String getMethodName() {
            return name;
        }

        /** None of Java's own. */
        @Override
        public @Nullable Method getMethod() {
            return null;
        }

        @Override
        public Class<?> getReturnType() {
            return Object.class;
        }
    }
}
