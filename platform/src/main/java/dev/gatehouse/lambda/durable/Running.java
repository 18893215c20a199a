package dev.gatehouse.lambda.durable;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many executions run: counted in the store once, and told of each begin and end after. */
final class Running {
    private final ConcurrentMap<Arn, Integer> byFunction = new ConcurrentHashMap<>();

    /** Counts those that were begun by a node before. */
    void count(DurableDocuments documents) {
        documents
                .running()
                .forEach(
                        (scope, stored) -> {
                            String name = stored.id().substring(0, stored.id().indexOf('/'));
                            add(FunctionReference.to(scope, name).function(), 1);
                        });
    }

    /** One of a function has begun, or ended. */
    void changed(Arn function, boolean ended) {
        add(function, ended ? -1 : 1);
    }

    private void add(Arn function, int one) {
        byFunction.compute(
                function,
                (_, before) -> {
                    int now = (before == null ? 0 : before) + one;
                    return now == 0 ? null : now;
                });
    }

    /** By the function's ARN, which has no qualifier. */
    Map<Arn, Integer> all() {
        return Map.copyOf(byFunction);
    }
}
