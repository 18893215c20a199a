package dev.gatehouse.cloudformation.stack;

import java.util.Optional;

/** Where a stack finds what others export. */
@FunctionalInterface
public interface Exports {
    /** For expressions that cannot import. */
    Exports NONE = name -> Optional.empty();

    Optional<Export> named(String name);
}
