package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.policy.StackPolicy;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.Clock;

/**
 * The stack that an engine works on.
 *
 * @param journal where it tells what happens
 * @param resources what there is of it
 * @param attempts makes and removes resources
 * @param place where it lives
 * @param terms how it is worked on
 * @param interruption why that is to end early, if it is
 */
public record StackContext(
        StackJournal journal,
        StackResources resources,
        Attempts attempts,
        Place place,
        Clock clock,
        Terms terms,
        Interruption interruption) {

    /** Rejects what the stack's policy does not let an update do to a resource. */
    void authorize(StackPolicy.Action action, String logicalId, String type) {
        StackPolicy policy = StackPolicy.of(terms.policy());
        if (policy != null) {
            policy.objection(action, logicalId, type)
                    .ifPresent(
                            objection -> {
                                throw TemplateErrors.of("%s", objection);
                            });
        }
    }
}
