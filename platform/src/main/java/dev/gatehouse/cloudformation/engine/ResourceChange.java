package dev.gatehouse.cloudformation.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.engine.StepFailed.Verb;
import dev.gatehouse.cloudformation.policy.StackPolicy.Action;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.ResourceDocument.Attempt;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Retention;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Makes, replaces or changes one resource. It is recorded before that begins and when it ended, so
 * that whoever goes on after a crash knows what there may be; what a failed attempt left is removed
 * once nothing else is being made, since it is found by its looks.
 */
final class ResourceChange {
    private static final String REPLACES =
            "Requested update requires the creation of a new physical resource; hence creating"
                    + " one.";
    private static final String IMPORTS = "Resource import started.";
    private static final String INITIATED = "Resource creation Initiated";
    private static final String IN_PROGRESS = "_IN_PROGRESS";
    private static final String COMPLETE = "_COMPLETE";
    private static final String FAILED = "_FAILED";

    private final StackContext stack;
    private final ResourceDeclaration wanted;
    private final Set<String> needs;
    private volatile @Nullable ObjectNode making;
    private final @Nullable ResourceDocument existing;
    private final String id;
    private final @Nullable Map<String, String> identifier;
    private final Verb verb;
    private final boolean forward;
    private final Turn turn = new Turn();
    private String given = "{}";

    /**
     * @param needs what it depends on
     * @param existing what there is of it; null when nothing
     * @param forward whether this is what was asked for, and not the way back from it
     */
    ResourceChange(
            StackContext stack,
            ResourceDeclaration wanted,
            Set<String> needs,
            @Nullable ResourceDocument existing,
            boolean forward) {
        this.stack = stack;
        this.forward = forward;
        this.wanted = wanted;
        this.needs = needs;
        this.existing = existing;
        this.id = wanted.logicalId();
        // To AWS, making a successor is a way of updating.
        this.identifier = existing == null ? stack.terms().imported().identifiers().get(id) : null;
        Verb making = identifier == null ? Verb.CREATE : Verb.IMPORT;
        this.verb = existing == null ? making : Verb.UPDATE;
    }

    /** What events tell of the properties: a JSON document without secrets. */
    void tells(String properties) {
        given = properties;
    }

    boolean isNew() {
        return existing == null;
    }

    /** Brings the resource to evaluated properties. */
    void to(ObjectNode properties) {
        if (identifier != null) {
            take(properties, identifier);
            return;
        }
        if (existing == null) {
            create(properties);
            return;
        }
        ObjectNode before = before(existing, properties);
        if (before.equals(properties)) {
            // An import changes nothing else.
            if (ResourceTypes.named(wanted.type()).changesWithin()
                    && !stack.terms().imported().alone()) {
                update(existing.resource(), before, properties);
            }
            return;
        }
        boolean replace =
                ResourceTypes.replacing(wanted.type()).stream()
                        .anyMatch(name -> !before.path(name).equals(properties.path(name)));
        if (forward) {
            stack.authorize(replace ? Action.REPLACE : Action.MODIFY, id, wanted.type());
        }
        if (replace) {
            create(properties);
        } else {
            update(existing.resource(), before, properties);
        }
    }

    /** A change that was cut off is made once more, from where it began. */
    private static ObjectNode before(ResourceDocument document, ObjectNode properties) {
        ObjectNode now = document.resource().properties();
        ObjectNode former = document.before();
        return former != null && now.equals(properties) ? former : now;
    }

    /** Takes the resource for what is wanted, whatever it is: a roll-back skips it. */
    void skip(ObjectNode properties) {
        if (existing == null) {
            return;
        }
        StackResource now = existing.resource();
        stack.resources()
                .made(
                        id,
                        needs,
                        resource(now.physical(), properties, now.retention(), COMPLETE),
                        List.of(event(COMPLETE, null)));
    }

    /** Takes what exists for the stack's, as it is; it stays when the operation rolls back. */
    private void take(ObjectNode properties, Map<String, String> named) {
        stack.journal().record(event(IN_PROGRESS, IMPORTS).giving(given));
        begin();
        Physical found = stack.attempts().existing(id, wanted.type(), named);
        StackResource whole = resource(found, properties, Retention.ALL, COMPLETE);
        if (!turn.end()) {
            throw new CancellationException(cancelled());
        }
        stack.attempts().tag(id, wanted.type(), found, properties);
        stack.resources()
                .imported(
                        id,
                        needs,
                        whole,
                        List.of(
                                event(found, COMPLETE, "Resource import completed.")
                                        .giving(given)));
    }

    private void create(ObjectNode properties) {
        making = properties;
        Physical nothing = new Physical("", JsonNodeFactory.instance.objectNode());
        Retention retention =
                stack.terms().newOnesGo() ? Retention.NONE : wanted.retention().whileNew();
        StackResource planned = resource(nothing, properties, retention, IN_PROGRESS);
        String announced = stack.terms().imported().announced().get(id);
        String token = existing == null && announced != null ? announced : Target.newToken();
        Attempt attempt = stack.attempts().prepare(id, wanted.type(), properties, token);
        StackEvent begun = event(IN_PROGRESS, existing == null ? null : REPLACES).giving(given);
        stack.resources().attempt(wanted, needs, planned, attempt, begun);
        begin();
        Physical made = stack.attempts().create(id, wanted.type(), properties, attempt);
        StackResource whole = resource(made, properties, retention, COMPLETE);
        end(
                whole,
                List.of(
                        event(made, IN_PROGRESS, INITIATED).giving(given),
                        event(made, COMPLETE, null).giving(given)));
    }

    private void update(StackResource now, ObjectNode before, ObjectNode properties) {
        Physical physical = now.physical();
        StackResource planned = resource(physical, properties, now.retention(), IN_PROGRESS);
        // Part of the change may be made from here on, so that the way back undoes all of it.
        stack.resources().changing(id, planned, before, event(IN_PROGRESS, null).giving(given));
        begin();
        Physical changed = stack.attempts().update(id, wanted.type(), physical, before, properties);
        if (!changed.id().equals(physical.id())) {
            // The service made another; the one before goes when the stack cleans up, or comes
            // back.
            stack.resources().renamed(id, resource(physical, before, now.retention(), COMPLETE));
        }
        end(
                resource(changed, properties, now.retention(), COMPLETE),
                List.of(event(changed, COMPLETE, null).giving(given)));
    }

    private void begin() {
        if (!turn.begin()) {
            tellCancelled();
            throw new CancellationException(cancelled());
        }
    }

    private void end(StackResource made, List<StackEvent> events) {
        if (!turn.end()) {
            stack.resources().made(id, needs, made.as(verb + FAILED), List.of());
            throw new CancellationException(cancelled());
        }
        stack.resources().made(id, needs, made, events);
    }

    /** Tells of a failure, unless it was told that the change is cancelled. */
    StepFailed failed(RuntimeException failure) {
        if (turn.end()) {
            String message = failure.getMessage();
            StackEvent event = event(FAILED, message == null ? "Internal Failure" : message);
            stack.resources().failed(id, verb + FAILED, event);
        }
        return new StepFailed(verb, id, failure);
    }

    /** Another resource failed: this one is not to be, although its step goes on to its end. */
    void cancel() {
        if (turn.cancel()) {
            tellCancelled();
            ObjectNode begun = making;
            if (begun != null) {
                stack.attempts().cancel(id, wanted.type(), begun);
            }
        }
    }

    private void tellCancelled() {
        stack.resources().failed(id, verb + FAILED, event(FAILED, cancelled()));
    }

    private String cancelled() {
        return switch (verb) {
            case CREATE -> "Resource creation cancelled";
            case IMPORT -> "Resource import cancelled";
            case UPDATE, DELETE -> "Resource update cancelled";
        };
    }

    private StackEvent event(String suffix, @Nullable String reason) {
        Physical former = existing == null ? new Physical("") : existing.resource().physical();
        return event(former, suffix, reason);
    }

    private StackEvent event(Physical physical, String suffix, @Nullable String reason) {
        return stack.journal().of(id, physical.id(), wanted.type(), verb + suffix, reason);
    }

    private StackResource resource(
            Physical physical, ObjectNode properties, Retention retention, String suffix) {
        return new StackResource(
                wanted.type(),
                physical.id(),
                physical.attributes(),
                properties,
                retention,
                stack.clock().now(),
                verb + suffix,
                physical.secret());
    }
}
