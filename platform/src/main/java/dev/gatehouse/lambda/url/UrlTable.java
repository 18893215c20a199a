package dev.gatehouse.lambda.url;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.plan.FunctionCatalog;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionUrl;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The function URLs in force, by id: what functions' plans say of them. */
public final class UrlTable implements FunctionCatalog.Listener {
    private final ConcurrentMap<String, Located> byId = new ConcurrentHashMap<>();
    private final ConcurrentMap<Arn, List<String>> byFunction = new ConcurrentHashMap<>();

    /** A URL and the function that it is one of. */
    record Located(FunctionPlan function, FunctionUrl url) {
        /** The ARN of the function, or of the alias, that it calls. */
        Arn target() {
            Arn arn = function.function();
            return url.alias().isEmpty()
                    ? arn
                    : new Arn(
                            arn.partition(),
                            arn.service(),
                            arn.region(),
                            arn.account(),
                            arn.resource() + ':' + url.alias());
        }
    }

    @Nullable Located find(String urlId) {
        return byId.get(urlId);
    }

    @Override
    public void published(FunctionPlan plan) {
        plan.urls().forEach(url -> byId.put(url.id(), new Located(plan, url)));
        List<String> ids = plan.urls().stream().map(FunctionUrl::id).toList();
        List<String> before =
                ids.isEmpty()
                        ? byFunction.remove(plan.function())
                        : byFunction.put(plan.function(), ids);
        if (before != null) {
            before.stream().filter(id -> !ids.contains(id)).forEach(byId::remove);
        }
    }

    @Override
    public void removed(Arn function) {
        List<String> before = byFunction.remove(function);
        if (before != null) {
            before.forEach(byId::remove);
        }
    }
}
