package dev.gatehouse.wire.access;

import dev.gatehouse.aws.Structure;
import dev.gatehouse.identity.PrincipalKind;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ARN of what an operation is done to, as the list of actions writes it; {@code
 * tools/ImportActions.java} says how.
 */
final class ResourceForm {
    private static final String ABSENT = "*";

    /** Before a member that is a URL with an account in its path, as those of queues are. */
    private static final String ACCOUNT_OF = "account/";

    /** A stretch of the ARN. */
    private sealed interface Part {
        record Text(String text) implements Part {}

        /**
         * A value.
         *
         * @param otherwise what stands for it when it is absent
         * @param whole whether it may be the whole ARN
         * @param tail whether only what follows its last slash counts
         * @param before what goes before it when it is there; null unless it is optional
         */
        record Value(
                String name, String otherwise, boolean whole, boolean tail, @Nullable String before)
                implements Part {}
    }

    private final List<Part> parts;

    /** The members that name by an ARN what the others name. */
    private final Set<String> alternatives;

    private ResourceForm(List<Part> parts) {
        this.parts = parts;
        this.alternatives =
                parts.stream()
                        .filter(Part.Value.class::isInstance)
                        .map(Part.Value.class::cast)
                        .filter(value -> value.whole() && value.otherwise().isEmpty())
                        .map(Part.Value::name)
                        .collect(Collectors.toSet());
    }

    static ResourceForm parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int bracket = text.indexOf('[', at);
            boolean optional = bracket >= 0 && bracket < open;
            int plain = optional ? bracket : open < 0 ? text.length() : open;
            if (plain > at) {
                parts.add(new Part.Text(text.substring(at, plain)));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            String before = optional ? text.substring(bracket + 1, open) : null;
            parts.add(value(text.substring(open + 1, close), before));
            at = close + (optional ? 2 : 1);
        }
        return new ResourceForm(List.copyOf(parts));
    }

    private static Part value(String inside, @Nullable String before) {
        int bar = inside.indexOf('|');
        String name = bar < 0 ? inside : inside.substring(0, bar);
        String otherwise = bar < 0 ? ABSENT : inside.substring(bar + 1);
        boolean whole = name.startsWith("=");
        boolean tail = name.startsWith("/");
        return new Part.Value(
                whole || tail ? name.substring(1) : name, otherwise, whole, tail, before);
    }

    /** Whether the member is there whose ARN this is. */
    boolean isNamed(Structure input) {
        return parts.stream()
                .allMatch(
                        part ->
                                !(part instanceof Part.Value v)
                                        || (value(input, v.name()) != null
                                                && !"".equals(value(input, v.name()))));
    }

    /**
     * The ARNs: one for each value where a member is a list of them, and two where a request names
     * it in two ways, since the service goes by either.
     */
    List<String> all(RequestContext context, Structure input) {
        for (Part part : parts) {
            if (part instanceof Part.Value value
                    && value(input, value.name()) instanceof List<?> list
                    && !list.isEmpty()) {
                return list.stream()
                        .map(
                                each ->
                                        of(
                                                context,
                                                name ->
                                                        name.equals(value.name())
                                                                ? each
                                                                : value(input, name)))
                        .toList();
            }
        }
        String arn = of(context, name -> value(input, name));
        if (alternatives.isEmpty() || !isGiven(input, true) || !isGiven(input, false)) {
            return List.of(arn);
        }
        String other = of(context, name -> alternatives.contains(name) ? null : value(input, name));
        return other.equals(arn) ? List.of(arn) : List.of(other, arn);
    }

    /** Whether an alternative, or else one of the others, is there. */
    private boolean isGiven(Structure input, boolean alternative) {
        return parts.stream()
                .anyMatch(
                        part ->
                                part instanceof Part.Value value
                                        && alternatives.contains(value.name()) == alternative
                                        && value(input, value.name()) != null);
    }

    /** A member, or the list of all where its name is a path; null for none. */
    private static @Nullable Object value(Structure input, String name) {
        if (!MemberPaths.isPath(name)) {
            return input.value(name);
        }
        List<String> values = MemberPaths.values(input, name);
        return values.isEmpty() ? null : values;
    }

    private String of(RequestContext context, Function<String, @Nullable Object> input) {
        StringBuilder arn = new StringBuilder();
        boolean isWhole = false;
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) -> {
                    if (!isWhole) {
                        arn.append(text);
                    }
                }
                case Part.Value value -> {
                    String found = found(value, context, input);
                    if (value.whole() && found != null && found.startsWith("arn:")) {
                        arn.setLength(0);
                        arn.append(found);
                        isWhole = true;
                    } else if (value.before() != null) {
                        arn.append(found == null ? "" : value.before() + found);
                    } else if (!isWhole) {
                        arn.append(found == null ? otherwise(value, context) : found);
                    }
                }
            }
        }
        return arn.toString();
    }

    private static @Nullable String found(
            Part.Value value, RequestContext context, Function<String, @Nullable Object> input) {
        switch (value.name()) {
            case "region":
                return context.region().name();
            case "account":
                return context.account().value();
            default:
        }
        if (value.name().startsWith(ACCOUNT_OF)) {
            return account(input.apply(value.name().substring(ACCOUNT_OF.length())), context);
        }
        Object given = input.apply(value.name());
        if (given == null || given instanceof List<?>) {
            return null;
        }
        String text = given.toString();
        return value.tail() ? text.substring(text.lastIndexOf('/') + 1) : text;
    }

    private static String account(@Nullable Object url, RequestContext context) {
        String[] path = String.valueOf(url).split("/", -1);
        return path.length < 2
                ? context.account().value()
                : AccountId.parse(path[path.length - 2]).orElse(context.account()).value();
    }

    private static String otherwise(Part.Value value, RequestContext context) {
        if (value.otherwise().equals("@account")) {
            return context.account().value();
        }
        if (!value.otherwise().equals("@user")) {
            return value.otherwise();
        }
        String arn = context.principal().arn();
        return context.principal().kind() == PrincipalKind.USER
                ? arn.substring(arn.lastIndexOf('/') + 1)
                : ABSENT;
    }
}
