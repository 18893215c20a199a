package dev.gatehouse.scaling;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** The scalable targets of every account and region. */
final class TargetCatalog {
    private static final String RESOURCE = "scalable-target/";

    /** More than that are not described. */
    private static final int MOST = 10_000;

    private final Documents<StoredTarget> documents;

    TargetCatalog(Store store) {
        this.documents = store.documents(StoredTarget.KIND);
    }

    static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }

    Optional<StoredTarget> find(Scope scope, String resourceId) {
        return documents.find(scope, resourceId).map(Stored::value);
    }

    /** In the order of their resource ids. */
    List<StoredTarget> list(Scope scope) {
        return documents.list(scope, "", null, MOST).stream().map(Stored::value).toList();
    }

    /**
     * @throws ServiceException ObjectNotFoundException
     */
    StoredTarget require(Scope scope, String resourceId) {
        return find(scope, resourceId).orElseThrow(() -> ScalingErrors.notRegistered(resourceId));
    }

    /** Makes a target, or changes the one there is. */
    StoredTarget put(Scope scope, StoredTarget fresh, UnaryOperator<StoredTarget> change) {
        Optional<StoredTarget> changed = update(scope, fresh.resourceId(), change);
        if (changed.isPresent()) {
            return changed.get();
        }
        try {
            return documents.insert(scope, fresh.resourceId(), fresh).value();
        } catch (DuplicateDocumentException meanwhile) {
            return update(scope, fresh.resourceId(), change).orElse(fresh);
        }
    }

    Optional<StoredTarget> update(
            Scope scope, String resourceId, UnaryOperator<StoredTarget> change) {
        return documents.update(scope, resourceId, change).map(Stored::value);
    }

    boolean delete(Scope scope, String resourceId) {
        return documents.delete(scope, resourceId);
    }

    void forEach(BiConsumer<Scope, StoredTarget> action) {
        documents.forEach((scope, stored) -> action.accept(scope, stored.value()));
    }

    static String arn(Scope scope, StoredTarget target) {
        return Arn.of(
                        "application-autoscaling",
                        scope.region(),
                        scope.account(),
                        RESOURCE + target.id())
                .toString();
    }

    /** The target that an ARN names. */
    Optional<StoredTarget> byArn(Scope scope, String arn) {
        return list(scope).stream().filter(each -> arn(scope, each).equals(arn)).findFirst();
    }
}
