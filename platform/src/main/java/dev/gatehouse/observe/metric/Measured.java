package dev.gatehouse.observe.metric;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.metric.Metric.Dimension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose metrics a request counts for.
 *
 * @param name what the dimension of the API says: a REST API's name, another one's id
 * @param detailed whether its method, or route, has metrics of its own
 */
public record Measured(
        AccountId account, Region region, String name, Protocol protocol, boolean detailed) {

    /** Of what sort the API is, which decides what is measured of it. */
    public enum Protocol {
        REST,
        HTTP,
        WEBSOCKET
    }

    /** The dimensions of the API and of one of its stages. */
    public List<List<Dimension>> dimensions(String stage) {
        return List.of(List.of(api()), List.of(api(), new Dimension("Stage", stage)));
    }

    /**
     * Those of one of its methods, or routes.
     *
     * @param verb of a method of a REST API
     * @param route the path of a resource, or a route's key
     */
    public List<Dimension> dimensions(String stage, @Nullable String verb, String route) {
        Dimension ofStage = new Dimension("Stage", stage);
        return verb == null
                ? List.of(api(), ofStage, new Dimension("Route", route))
                : List.of(
                        api(),
                        ofStage,
                        new Dimension("Method", verb),
                        new Dimension("Resource", route));
    }

    private Dimension api() {
        return new Dimension(protocol == Protocol.REST ? "ApiName" : "ApiId", name);
    }
}
