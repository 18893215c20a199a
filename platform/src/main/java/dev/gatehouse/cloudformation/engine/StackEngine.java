package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Brings one stack from what exists to what is wanted: makes and changes resources, then removes
 * what is no longer wanted. Every step is recorded before it begins and when it ended, so that
 * whoever goes on after a crash knows what there may be.
 */
public final class StackEngine {
    private final StackContext stack;

    public StackEngine(StackContext stack) {
        this.stack = stack;
    }

    Place place() {
        return stack.place();
    }

    /**
     * Makes and changes resources until the plan is met.
     *
     * @throws StepFailed naming the resources that could not be made or changed
     */
    void converge(Plan plan) {
        StepFailed.throwAny(new Convergence(stack, plan, true).run());
    }

    /**
     * Brings resources back to a plan that was met before.
     *
     * @throws StepFailed naming the resources that resist
     */
    void restore(Plan plan) {
        StepFailed.throwAny(new Convergence(stack, plan, false).run());
    }

    /** Takes over what the plan says of resources that stay as they are, now that it is met. */
    void settle(Plan plan) {
        stack.resources().settle(plan);
    }

    /** Goes back to the resources that others replaced; those others are removed at the end. */
    void reinstate() {
        stack.resources().reinstate();
    }

    /**
     * Removes what the plan does not hold, and what was replaced. The stack is what was wanted
     * already, so what resists is left behind, as AWS does.
     */
    void cleanUp(Plan plan) {
        Set<String> wanted = plan.logicalIds();
        new Removal(stack).discard(doomed(each -> !wanted.contains(each.logicalId())));
    }

    private List<ResourceDocument> doomed(Predicate<ResourceDocument> unwanted) {
        List<ResourceDocument> doomed = new ArrayList<>(stack.resources().pastLatestFirst());
        stack.resources().latestFirst().stream().filter(unwanted).forEach(doomed::add);
        return doomed;
    }

    /**
     * Removes everything.
     *
     * @throws StepFailed naming the resources that resist; those they need are still there
     */
    void removeAll() {
        List<ResourceDocument> everything = doomed(_ -> true);
        if (stack.terms().force()) {
            new Removal(stack).discard(everything);
        } else {
            StepFailed.throwAny(new Removal(stack).run(everything));
        }
    }

    List<Stack.Output> outputs(Plan plan) {
        return plan.outputs(plan.scope(stack.place(), stack.resources().existing()));
    }
}
