package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.store.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The imports of a stack that is worked on. An export that was seen here once can neither change
 * nor go while the stack uses it.
 */
public final class Imports implements Exports {
    private final StackStore store;
    private final Scope scope;
    private final String stackName;
    private final Map<String, Export> seen = new ConcurrentSkipListMap<>();

    public Imports(StackStore store, Scope scope, String stackName) {
        this.store = store;
        this.scope = scope;
        this.stackName = stackName;
    }

    @Override
    public Optional<Export> named(String name) {
        Export known = seen.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Export> found = store.exports().take(scope, stackName, name);
        found.ifPresent(export -> seen.put(name, export));
        return found;
    }

    public Set<String> names() {
        return seen.keySet();
    }
}
