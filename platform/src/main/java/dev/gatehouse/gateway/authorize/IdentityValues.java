package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.plan.authorize.IdentitySource;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.QueryParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a request has at the identity sources of an authorizer. */
final class IdentityValues {
    private IdentityValues() {}

    /**
     * The values in the order of the sources; null when one is missing or empty. A header or
     * parameter that comes more than once counts with all its values, so that no two requests that
     * differ in them share a cached decision.
     *
     * @param context finds a variable of the request's context
     */
    static @Nullable List<String> of(
            List<IdentitySource> sources,
            ClientRequest request,
            Map<String, String> stageVariables,
            Function<String, @Nullable Object> context) {
        List<String> values = new ArrayList<>(sources.size());
        for (IdentitySource source : sources) {
            String value =
                    switch (source) {
                        case IdentitySource.Header(String name) ->
                                joined(request.headers().getAll(name));
                        case IdentitySource.Query(String name) ->
                                joined(
                                        QueryParameters.parse(request.line().query())
                                                .getOrDefault(name, List.of()));
                        case IdentitySource.StageVariable(String name) ->
                                stageVariables.getOrDefault(name, "");
                        case IdentitySource.Context(String name) -> text(context.apply(name));
                    };
            if (value.isEmpty()) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    private static String joined(List<String> values) {
        return values.size() == 1 ? values.getFirst() : String.join(",", values);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
