package dev.gatehouse.cloudformation.stack;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the stacks of an account and region offer to each other at one instant, and who takes it.
 */
public final class Offers implements Exports {
    private static final String TAKEN = "Export with name %s is already exported by stack %s";
    private static final String GOES =
            "Delete canceled. Cannot delete export %s as it is in use by %s.";
    private static final String CHANGES = "Cannot update export %s as it is in use by %s.";

    private final List<Stack> stacks;

    /**
     * @param stacks all that exist
     */
    Offers(List<Stack> stacks) {
        this.stacks = stacks;
    }

    @Override
    public Optional<Export> named(String name) {
        return Optional.ofNullable(byName().get(name));
    }

    /** Every export, in the order of their names. */
    public Collection<Export> all() {
        return byName().values();
    }

    private Map<String, Export> byName() {
        Map<String, Export> exports = new TreeMap<>();
        for (Stack stack : stacks) {
            if (!stack.status().equals("DELETE_IN_PROGRESS")) {
                stack.exports().forEach(export -> exports.put(export.name(), export));
            }
        }
        return exports;
    }

    /** The names of the stacks that import an export. */
    public List<String> importers(String export) {
        return stacks.stream()
                .filter(stack -> stack.imports().contains(export))
                .map(Stack::name)
                .toList();
    }

    /**
     * Why a stack may not become another, in AWS's words: somebody else exports under the same
     * name, or imports what would go or change. Empty when it may.
     */
    public Optional<String> objection(Stack before, Stack after) {
        Map<String, Export> offered = new TreeMap<>();
        after.exports().forEach(export -> offered.put(export.name(), export));
        for (Stack other : stacks) {
            for (Export theirs : other.exports()) {
                if (!other.id().equals(before.id()) && offered.containsKey(theirs.name())) {
                    return Optional.of(TAKEN.formatted(theirs.name(), other.id()));
                }
            }
        }
        for (Export export : before.exports()) {
            List<String> importers = importers(export.name());
            Export then = offered.get(export.name());
            if (!importers.isEmpty() && !export.equals(then)) {
                String words = then == null ? GOES : CHANGES;
                return Optional.of(words.formatted(export.name(), listed(importers)));
            }
        }
        return Optional.empty();
    }

    private static String listed(List<String> names) {
        String last = names.getLast();
        return names.size() == 1
                ? last
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + last;
    }
}
