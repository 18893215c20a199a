package dev.gatehouse.cloudformation.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.policy.StackPolicy.Action;
import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Scope;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and changes the resources of one stack until a plan is met, those that do not depend on
 * each other in parallel. The first that fails cancels those under way.
 */
final class Convergence {
    /** What a resource is a picture of: unwanted resources of these types go before it is made. */
    private static final Map<String, Set<String>> PICTURED =
            Map.of(
                    "AWS::ApiGateway::Deployment",
                    Set.of("AWS::ApiGateway::Method", "AWS::ApiGateway::Resource"));

    private static final Logger LOG = LoggerFactory.getLogger(Convergence.class);

    private final StackContext stack;
    private final Plan plan;
    private final Map<String, ResourceDeclaration> declared = new LinkedHashMap<>();
    private final Map<String, ResourceChange> changes = new ConcurrentHashMap<>();

    /** Held while what a picture must not show is removed. */
    private final ReentrantLock pictures = new ReentrantLock();

    private final boolean forward;

    /**
     * @param forward whether this is what was asked for, and not the way back from it
     */
    Convergence(StackContext stack, Plan plan, boolean forward) {
        this.stack = stack;
        this.plan = plan;
        this.forward = forward;
        plan.order().forEach(each -> declared.put(each.logicalId(), each));
    }

    /** Returns what failed; nothing is under way any more then, and what is left is recorded. */
    List<RuntimeException> run() {
        repeatUnfinished();
        List<RuntimeException> kept = forward ? protectedRemovals() : List.of();
        if (!kept.isEmpty()) {
            return kept;
        }
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        plan.order().forEach(each -> needs.put(each.logicalId(), plan.needs(each)));
        if (!forward || !stack.terms().failure().goesOn()) {
            return Steps.untilOneFails(needs, this::step, this::cancel, limits());
        }
        List<RuntimeException> failures =
                Steps.asFarAsPossible(needs, this::step, this::cancel, limits());
        if (!failures.isEmpty()) {
            revertFailed();
        }
        return failures;
    }

    /** What is not to be removed although the plan does not hold it any more. */
    private List<RuntimeException> protectedRemovals() {
        List<RuntimeException> kept = new ArrayList<>();
        for (ResourceDocument document : stack.resources().latestFirst()) {
            String id = document.logicalId();
            String type = document.resource().type();
            if (declared.containsKey(id)) {
                continue;
            }
            try {
                stack.authorize(Action.DELETE, id, type);
            } catch (ServiceException denied) {
                String physical = document.resource().physicalId();
                StackEvent event =
                        stack.journal().of(id, physical, type, "UPDATE_FAILED", denied.text());
                stack.resources().failed(id, "UPDATE_FAILED", event);
                kept.add(new StepFailed(StepFailed.Verb.UPDATE, id, denied));
            }
        }
        return kept;
    }

    private Steps.Limits limits() {
        return new Steps.Limits() {
            @Override
            public boolean isStopping() {
                return stack.journal().isStopping();
            }

            @Override
            public Optional<RuntimeException> unwanted() {
                return forward
                        ? stack.interruption().reason().map(Interruption.Interrupted::new)
                        : Optional.empty();
            }
        };
    }

    /**
     * Brings what could not be changed or replaced back to what it was, as far as it lets; what is
     * new and failed stays until somebody goes on.
     */
    private void revertFailed() {
        for (ResourceDocument document : stack.resources().latestFirst()) {
            try {
                if (document.attempt() != null && stack.resources().replaces(document)) {
                    stack.attempts().remove(document);
                    stack.resources().abandon(document);
                } else if (document.attempt() == null && document.before() != null) {
                    stack.resources().reverted(document, stack.attempts().reverted(document));
                }
            } catch (RuntimeException resisting) {
                LOG.warn(
                        "Stack {} cannot bring {} back: {}",
                        stack.place().stackName(),
                        document.logicalId(),
                        resisting.getMessage());
            }
        }
    }

    /** Removes what attempts left whose end nobody saw, so that they can be made again. */
    private void repeatUnfinished() {
        for (ResourceDocument document : stack.resources().latestFirst()) {
            if (document.attempt() != null && declared.containsKey(document.logicalId())) {
                stack.attempts().remove(document);
                stack.resources().abandon(document);
            }
        }
    }

    private void cancel(Collection<String> running) {
        for (String id : running) {
            ResourceChange change = changes.get(id);
            if (change != null) {
                change.cancel();
            }
        }
    }

    private void step(String id) {
        ResourceDeclaration wanted = Objects.requireNonNull(declared.get(id));
        ResourceChange change =
                new ResourceChange(
                        stack, wanted, plan.needs(wanted), stack.resources().find(id), forward);
        changes.put(id, change);
        try {
            Intrinsics intrinsics =
                    new Intrinsics(plan.scope(stack.place(), stack.resources().existing()));
            ObjectNode properties = intrinsics.members(wanted.properties());
            change.tells(shown(wanted, properties));
            if (stack.terms().spared().contains(id)) {
                change.skip(properties);
                return;
            }
            if (change.isNew()) {
                removePictured(wanted.type());
            }
            change.to(properties);
        } catch (RuntimeException failure) {
            throw change.failed(failure);
        }
    }

    /** The properties as events tell them, which everybody sees who may see the stack. */
    private String shown(ResourceDeclaration wanted, ObjectNode properties) {
        try {
            Scope masked = plan.masked(stack.place(), stack.resources().existing());
            return new Intrinsics(masked).members(wanted.properties()).toString();
        } catch (ServiceException secretIsCalculatedWith) {
            return properties.objectNode().toString();
        }
    }

    private void removePictured(String type) {
        Set<String> pictured = PICTURED.getOrDefault(type, Set.of());
        if (pictured.isEmpty()) {
            return;
        }
        pictures.lock();
        try {
            List<ResourceDocument> unwanted =
                    stack.resources().latestFirst().stream()
                            .filter(each -> !declared.containsKey(each.logicalId()))
                            .filter(each -> pictured.contains(each.resource().type()))
                            .toList();
            StepFailed.throwAny(new Removal(stack).run(unwanted));
        } finally {
            pictures.unlock();
        }
    }
}
