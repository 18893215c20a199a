package dev.gatehouse.lambda.registry;

import dev.gatehouse.lambda.code.CodeStore;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.store.BlobKey;
import java.nio.file.Path;

/**
 * Packages that change under the functions that run them, for development: whoever edits one says
 * so, and the next event of each of its functions finds an environment with what is there then.
 * What the API tells of the functions stays.
 */
public final class LiveCode {
    private final CodeStore packages;
    private final Plans plans;
    private final FunctionCatalog catalog;

    public LiveCode(CodeStore packages, Plans plans, FunctionCatalog catalog) {
        this.packages = packages;
        this.plans = plans;
        this.catalog = catalog;
    }

    /**
     * Where a package can be edited, until the node ends: files may be added, deleted and put in
     * the place of others, but never written to.
     */
    public Path edit(BlobKey key) {
        return packages.edit(key);
    }

    /** Replaces the environments of all versions that have an edited package or layer. */
    public void edited(BlobKey key) {
        packages.edited(key);
        catalog.functions().stream()
                .filter(function -> catalog.find(function).filter(p -> has(p, key)).isPresent())
                .map(ChangesElsewhere::reference)
                .forEach(plans::publish);
    }

    private boolean has(FunctionPlan plan, BlobKey key) {
        return plan.versions().values().stream()
                .map(version -> version.code())
                .anyMatch(
                        code ->
                                isOf(code.root(), key)
                                        || code.layers().stream().anyMatch(l -> isOf(l, key)));
    }

    /** A plan from before the first edit names the package's usual place. */
    private boolean isOf(Path tree, BlobKey key) {
        return tree.equals(packages.tree(key)) || tree.endsWith(key.sha256());
    }
}
