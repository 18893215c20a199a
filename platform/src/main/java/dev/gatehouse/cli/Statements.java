package dev.gatehouse.cli;

import java.util.Collection;
import java.util.stream.Collectors;

/** Statements of policies as they are pasted: JSON, which is YAML too. */
final class Statements {
    private Statements() {}

    static String of(Collection<String> actions, Collection<String> resources) {
        return "  {\"Effect\": \"Allow\", \"Action\": %s, \"Resource\": %s}"
                .formatted(list(actions), list(resources));
    }

    private static String list(Collection<String> texts) {
        String all = texts.stream().map(t -> '"' + t + '"').collect(Collectors.joining(", "));
        return texts.size() == 1 ? all : '[' + all + ']';
    }
}
