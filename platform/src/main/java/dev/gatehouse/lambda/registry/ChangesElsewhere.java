package dev.gatehouse.lambda.registry;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.store.ChangeFeed;
import dev.gatehouse.store.DocumentChange;
import dev.gatehouse.store.Scope;
import java.util.List;

/**
 * Puts in force what other nodes change of functions. What this one changes it publishes before it
 * responds.
 */
public final class ChangesElsewhere implements ChangeFeed.Subscriber {
    private final FunctionDocuments documents;
    private final Plans plans;
    private final FunctionCatalog catalog;

    public ChangesElsewhere(FunctionDocuments documents, Plans plans, FunctionCatalog catalog) {
        this.documents = documents;
        this.plans = plans;
        this.catalog = catalog;
    }

    @Override
    public void changed(List<DocumentChange> changes) {
        changes.stream()
                .filter(change -> !change.own())
                .map(FunctionDocuments::functionOf)
                .distinct()
                .forEach(plans::publish);
    }

    @Override
    public void missed() {
        catalog.functions().stream().map(ChangesElsewhere::reference).forEach(plans::publish);
        documents
                .functions()
                .forEach(
                        (scope, stored) -> plans.publish(FunctionReference.to(scope, stored.id())));
    }

    /** The function that a plan is of. */
    static FunctionReference reference(Arn function) {
        Scope scope = new Scope(new AccountId(function.account()), new Region(function.region()));
        return FunctionReference.parse(scope, function.toString(), null);
    }
}
