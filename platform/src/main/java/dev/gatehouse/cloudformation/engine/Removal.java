package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.engine.StepFailed.Verb;
import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes resources of one stack: each once those that needed it are gone, others in parallel. */
final class Removal {
    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    private final StackContext stack;

    Removal(StackContext stack) {
        this.stack = stack;
    }

    /** Removes what it can, and returns what failed; what is needed by that stays. */
    List<RuntimeException> run(List<ResourceDocument> doomed) {
        return run(doomed, this::remove);
    }

    /** Removes what it can; what resists is no longer the stack's, as on AWS. */
    void discard(List<ResourceDocument> doomed) {
        run(doomed, this::discard).stream()
                .findFirst()
                .ifPresent(
                        failure -> {
                            throw failure;
                        });
    }

    private List<RuntimeException> run(
            List<ResourceDocument> doomed, Consumer<ResourceDocument> removal) {
        Map<String, ResourceDocument> documents = new LinkedHashMap<>();
        doomed.forEach(each -> documents.put(each.key(), each));
        return Steps.asFarAsPossible(
                order(doomed),
                key -> removal.accept(Objects.requireNonNull(documents.get(key))),
                stack.journal()::isStopping);
    }

    /** What must be gone before each goes. */
    private static Map<String, Set<String>> order(List<ResourceDocument> doomed) {
        Map<String, Set<String>> before = new LinkedHashMap<>();
        for (ResourceDocument document : doomed) {
            Set<String> needing = new HashSet<>();
            for (ResourceDocument other : doomed) {
                if (other.needs(document)) {
                    needing.add(other.key());
                }
            }
            before.put(document.key(), needing);
        }
        return before;
    }

    private void discard(ResourceDocument document) {
        try {
            remove(document);
        } catch (StepFailed resisting) {
            stack.resources().remove(document, List.of());
            LOG.warn(
                    "Stack {} leaves {} {} behind: {}",
                    stack.place().stackName(),
                    document.resource().type(),
                    document.resource().physicalId(),
                    resisting.getMessage());
        }
    }

    private void remove(ResourceDocument document) {
        boolean made = document.attempt() == null;
        if (made && isLeft(document)) {
            stack.resources().remove(document, List.of(left(document)));
            return;
        }
        // Of what never came to be, CloudFormation tells only that it is gone.
        if (made) {
            stack.journal().record(event(document, "IN_PROGRESS", null));
        }
        try {
            stack.attempts().remove(document);
            stack.resources().remove(document, List.of(event(document, "COMPLETE", null)));
        } catch (RuntimeException failure) {
            String message = failure.getMessage();
            String reason = message == null ? "Internal Failure" : message;
            stack.journal().record(event(document, "FAILED", reason));
            throw new StepFailed(Verb.DELETE, document.logicalId(), failure);
        }
    }

    /** Tells that a resource stays: skipped by a deletion, or no longer imported. */
    private StackEvent left(ResourceDocument document) {
        String id = document.logicalId();
        if (!stack.terms().imported().identifiers().containsKey(id)) {
            return event(document, "SKIPPED", null);
        }
        StackResource resource = document.resource();
        return stack.journal()
                .of(id, resource.physicalId(), resource.type(), "IMPORT_ROLLBACK_COMPLETE", null);
    }

    private boolean isLeft(ResourceDocument document) {
        return document.resource().retention().onDelete()
                || stack.terms().spared().contains(document.logicalId());
    }

    private StackEvent event(ResourceDocument document, String suffix, @Nullable String reason) {
        StackResource resource = document.resource();
        return stack.journal()
                .of(
                        document.logicalId(),
                        resource.physicalId(),
                        resource.type(),
                        "DELETE_" + suffix,
                        reason);
    }
}
