package dev.gatehouse.wire.access;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where values stand in an input: a member, or members of members with dots between them, all of
 * them where one is a list; behind {@code **.} the members of that name at any depth.
 */
final class MemberPaths {
    private static final String ANYWHERE = "**.";

    private MemberPaths() {}

    /** Whether a path is more than the name of a member. */
    static boolean isPath(String text) {
        return text.indexOf('.') >= 0;
    }

    /** The values, as texts; of a map its own values. */
    static List<String> values(Structure input, String path) {
        List<String> values = new ArrayList<>();
        if (path.startsWith(ANYWHERE)) {
            addAnywhere(values, input, path.substring(ANYWHERE.length()));
        } else {
            add(values, input, path);
        }
        return values;
    }

    private static void add(List<String> values, @Nullable Object in, String path) {
        switch (in) {
            case Structure structure -> {
                int dot = path.indexOf('.');
                Object value = structure.value(dot < 0 ? path : path.substring(0, dot));
                if (dot < 0) {
                    addAll(values, value);
                } else {
                    add(values, value, path.substring(dot + 1));
                }
            }
            case List<?> list -> list.forEach(each -> add(values, each, path));
            case null, default -> {}
        }
    }

    private static void addAnywhere(List<String> values, @Nullable Object in, String name) {
        switch (in) {
            case Structure structure -> {
                addAll(values, structure.value(name));
                for (Member member : structure.shape().members()) {
                    addAnywhere(values, structure.value(member.index()), name);
                }
            }
            case List<?> list -> list.forEach(each -> addAnywhere(values, each, name));
            case Map<?, ?> map -> map.values().forEach(each -> addAnywhere(values, each, name));
            case null, default -> {}
        }
    }

    private static void addAll(List<String> values, @Nullable Object value) {
        switch (value) {
            case List<?> list -> list.forEach(each -> values.add(String.valueOf(each)));
            case Map<?, ?> map -> map.values().forEach(each -> values.add(String.valueOf(each)));
            case null -> {}
            default -> values.add(value.toString());
        }
    }
}
