package dev.gatehouse.gateway.resource;

import dev.gatehouse.wire.RequestContext;
import java.util.function.Function;

/** How a change is carried out: as one transaction, and in force in the data plane after it. */
@FunctionalInterface
public interface Writing<T> {

    /**
     * @param apiId the API that is changed; empty for one that is created
     * @param work the change, within the transaction
     */
    Change<T> write(RequestContext context, String apiId, Function<Repositories, Change<T>> work);
}
