package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/** Who hears of stacks, as it is stored. */
public final class Audiences {
    static final Kind<Audience> AUDIENCES = new Kind<>("cloudformation.audience", Audience.class);

    private final Store store;
    private final StackStore stacks;

    public Audiences(Store store, StackStore stacks) {
        this.store = store;
        this.stacks = stacks;
    }

    /** From now on these hear of the stack; what others were told of it, they are not. */
    public void begin(Scope scope, Audience audience) {
        Documents<Audience> documents = store.documents(AUDIENCES);
        String id = audience.stackId();
        if (documents.update(scope, id, before -> audience.upTo(before.last())).isEmpty()) {
            List<StackEvent> events = stacks.events(scope, id);
            String last = events.isEmpty() ? null : events.getFirst().eventId();
            documents.insert(scope, id, audience.upTo(last));
        }
    }

    /** Of what happens from now on, nothing is told. */
    public void end(Scope scope, String stackId) {
        store.documents(AUDIENCES).delete(scope, stackId);
    }

    /** An event was told. */
    public void told(Scope scope, String stackId, StackEvent event) {
        store.documents(AUDIENCES).update(scope, stackId, one -> one.upTo(event.eventId()));
    }

    /** Every audience with the events that it has not been told, in the order they happened. */
    public void untold(BiConsumer<Scope, Untold> action) {
        store.documents(AUDIENCES)
                .forEach(
                        (scope, stored) -> {
                            Audience audience = stored.value();
                            List<StackEvent> events =
                                    new ArrayList<>(
                                            stacks.events(scope, audience.stackId()).stream()
                                                    .takeWhile(
                                                            each ->
                                                                    !each.eventId()
                                                                            .equals(
                                                                                    audience
                                                                                            .last()))
                                                    .toList());
                            Collections.reverse(events);
                            if (!events.isEmpty()) {
                                action.accept(scope, new Untold(audience, events));
                            }
                        });
    }

    /** What an audience has still to hear. */
    public record Untold(Audience audience, List<StackEvent> events) {}
}
