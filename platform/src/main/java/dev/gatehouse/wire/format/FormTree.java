package dev.gatehouse.wire.format;

import dev.gatehouse.kernel.Nesting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a form as the tree their dotted names spell: {@code Tags.member.1.Key}. */
public final class FormTree {

    private final String name;
    private final Map<String, FormTree> children = new LinkedHashMap<>();
    private @Nullable String value;

    private FormTree(String name) {
        this.name = name;
    }

    public static FormTree of(List<UrlText.Parameter> parameters) {
        FormTree root = new FormTree("");
        for (UrlText.Parameter parameter : parameters) {
            FormTree node = root;
            String[] parts = parameter.name().split("\\.", Nesting.DEEPEST + 1);
            if (parts.length > Nesting.DEEPEST) {
                throw new MalformedException("A parameter's name is nested too deeply");
            }
            for (String part : parts) {
                String above = node.name;
                node =
                        node.children.computeIfAbsent(
                                part,
                                _ -> new FormTree(above.isEmpty() ? part : above + '.' + part));
            }
            node.value = parameter.value();
        }
        return root;
    }

    /** What a part of a name leads to; null when no parameter has it. */
    public @Nullable FormTree child(String name) {
        return children.get(name);
    }

    /**
     * Rejects a part of a name that leads to nothing known, so that no caller believes that it was
     * read.
     */
    public void requireOnly(Set<String> known) {
        for (Map.Entry<String, FormTree> child : children.entrySet()) {
            if (!known.contains(child.getKey())) {
                throw new MalformedException("Unrecognized parameter " + child.getValue().name);
            }
        }
    }

    /** The value of the parameter whose name ends here. */
    public @Nullable String value() {
        return value;
    }

    /** The children named 1, 2, 3 …, in the order of their numbers. */
    public List<FormTree> numbered() {
        List<Map.Entry<Integer, FormTree>> numbered = new ArrayList<>();
        children.forEach(
                (part, child) -> {
                    if (!part.matches("\\d{1,9}")) {
                        throw new MalformedException("Unrecognized parameter " + child.name);
                    }
                    numbered.add(Map.entry(Integer.parseInt(part), child));
                });
        numbered.sort(Map.Entry.comparingByKey());
        return numbered.stream().map(Map.Entry::getValue).toList();
    }
}
