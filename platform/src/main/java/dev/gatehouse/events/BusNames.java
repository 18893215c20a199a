package dev.gatehouse.events;

import dev.gatehouse.events.model.StoredBus;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import org.jspecify.annotations.Nullable;

/** How calls name event buses: by a name, an ARN or not at all. */
final class BusNames {
    private static final String RESOURCE = "event-bus/";

    private BusNames() {}

    static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }

    /**
     * The name of a bus of the caller's account and region.
     *
     * @throws dev.gatehouse.kernel.ServiceException there is none
     */
    static String existing(Store store, Scope scope, @Nullable String named) {
        String name = of(scope, named);
        if (!name.equals(StoredBus.DEFAULT)
                && store.documents(StoredBus.KIND).find(scope, name).isEmpty()) {
            throw EventErrors.noBus(name);
        }
        return name;
    }

    private static String of(Scope scope, @Nullable String named) {
        if (named == null) {
            return StoredBus.DEFAULT;
        }
        if (!named.startsWith("arn:")) {
            return named;
        }
        Arn arn = Arn.parse(named).orElseThrow(() -> EventErrors.noBus(named));
        boolean here =
                arn.account().equals(scope.account().value())
                        && arn.region().equals(scope.region().name())
                        && arn.resource().startsWith(RESOURCE);
        if (!here) {
            throw EventErrors.noBus(named);
        }
        return arn.resource().substring(RESOURCE.length());
    }

    static String arn(Scope scope, String bus) {
        return Arn.of("events", scope.region(), scope.account(), RESOURCE + bus).toString();
    }
}
