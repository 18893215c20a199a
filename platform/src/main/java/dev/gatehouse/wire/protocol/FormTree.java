package dev.gatehouse.wire.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a form as the tree their dotted names spell: {@code Tags.member.1.Key}. */
final class FormTree {
    private static final int MAX_DEPTH = 100;

    private final Map<String, FormTree> children = new LinkedHashMap<>();
    private @Nullable String value;

    static FormTree of(List<UrlText.Parameter> parameters) {
        FormTree root = new FormTree();
        for (UrlText.Parameter parameter : parameters) {
            FormTree node = root;
            String[] parts = parameter.name().split("\\.", MAX_DEPTH + 1);
            if (parts.length > MAX_DEPTH) {
                throw new MalformedException("A parameter's name is nested too deeply");
            }
            for (String part : parts) {
                node = node.children.computeIfAbsent(part, _ -> new FormTree());
            }
            node.value = parameter.value();
        }
        return root;
    }

    /** What a part of a name leads to; null when no parameter has it. */
    @Nullable FormTree child(String name) {
        return children.get(name);
    }

    /** The value of the parameter whose name ends here. */
    @Nullable String value() {
        return value;
    }

    /** The children named 1, 2, 3 …, in the order of their numbers. */
    List<FormTree> numbered() {
        List<Map.Entry<Integer, FormTree>> numbered = new ArrayList<>();
        children.forEach(
                (name, child) -> {
                    if (name.matches("\\d{1,9}")) {
                        numbered.add(Map.entry(Integer.parseInt(name), child));
                    }
                });
        numbered.sort(Map.Entry.comparingByKey());
        return numbered.stream().map(Map.Entry::getValue).toList();
    }
}
