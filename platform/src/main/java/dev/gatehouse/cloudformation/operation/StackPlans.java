package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.plan.Capabilities;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.store.Scope;
import java.util.Map;
import java.util.Optional;

/** What stacks are to become: with what their parameters name, checked, and acknowledged. */
final class StackPlans {
    private final StackStore store;
    private final AwsServices services;
    private final Actors actors;

    StackPlans(StackStore store, AwsServices services, Actors actors) {
        this.store = store;
        this.services = services;
        this.actors = actors;
    }

    /**
     * What a stack is to be, with what those have under its parameters who will work on it.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming parameters that are not
     *     there, or the role that cannot be assumed
     */
    Stack.Wanted fetched(CallerIdentity identity, Stack.Wanted wanted) {
        CallerIdentity actor = actors.acting(identity, wanted.role());
        return StoredParameters.fetched(services.as(actor), wanted);
    }

    /** A plan that nobody reviews in a change set: its capabilities must be acknowledged. */
    Plan acknowledged(CallerIdentity identity, Stack stack, Stack.Wanted wanted) {
        Plan plan = of(identity, stack, wanted);
        Capabilities.missing(plan.template(), wanted.capabilities())
                .or(() -> unexpanded(plan, wanted))
                .ifPresent(
                        capability -> {
                            throw Capabilities.insufficient(capability);
                        });
        return plan;
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming what is wrong in the
     *     template; AccessDenied to a caller who may not use its transform
     */
    Plan of(CallerIdentity identity, Stack stack, Stack.Wanted wanted) {
        Scope scope = new Scope(identity.account(), identity.region());
        Plan plan = Plan.of(wanted, Place.of(identity, stack), store.exports().offers(scope));
        if (plan.transformed()) {
            requireTransform(identity);
        }
        plan.checkTypes(store.existing(scope, stack.id()));
        return plan;
    }

    /**
     * A transform makes a change set: CloudFormation asks for that, on the transform, of whoever
     * brings the template (CloudFormation User Guide, "Control access with IAM",
     * "CreateChangeSet").
     */
    private void requireTransform(CallerIdentity identity) {
        String transform =
                "arn:%s:cloudformation:%s:aws:transform/Serverless-2016-10-31"
                        .formatted(identity.region().partition(), identity.region());
        services.authorize(
                identity, "cloudformation", "CreateChangeSet", Map.of("StackName", transform));
    }

    private static Optional<String> unexpanded(Plan plan, Stack.Wanted wanted) {
        return plan.transformed() && !wanted.capabilities().contains(Capabilities.AUTO_EXPAND)
                ? Optional.of(Capabilities.AUTO_EXPAND)
                : Optional.empty();
    }
}
