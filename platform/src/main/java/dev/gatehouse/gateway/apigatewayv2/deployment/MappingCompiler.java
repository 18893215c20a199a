package dev.gatehouse.gateway.apigatewayv2.deployment;

import dev.gatehouse.aws.apigatewayv2.Integration;
import dev.gatehouse.gateway.map.SelectionExpression;
import dev.gatehouse.gateway.plan.integration.ParameterChange;
import dev.gatehouse.gateway.plan.integration.ParameterMapping;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Compiles what an integration changes of requests and responses. */
final class MappingCompiler {
    /** What is removed first can be given anew. */
    private static final Comparator<ParameterChange> ORDER =
            Comparator.comparing(ParameterChange::action).reversed();

    private MappingCompiler() {}

    static ParameterMapping compile(Integration integration) {
        Map<Integer, List<ParameterChange>> responses = new HashMap<>();
        Objects.requireNonNullElse(
                        integration.responseParameters(), Map.<String, Map<String, String>>of())
                .forEach(
                        (status, parameters) ->
                                responses.put(
                                        Integer.valueOf(status),
                                        changes(parameters, ParameterChange::ofResponse)));
        // Of an integration with a service they are the operation's parameters.
        List<ParameterChange> requests =
                integration.integrationSubtype() == null
                        ? changes(integration.requestParameters(), ParameterChange::ofRequest)
                        : List.of();
        return new ParameterMapping(requests, responses);
    }

    /** Where the parameters of a service's operation come from. */
    static Map<String, SelectionExpression> parameters(Integration integration) {
        Map<String, SelectionExpression> parameters = new HashMap<>();
        Objects.requireNonNullElse(integration.requestParameters(), Map.<String, String>of())
                .forEach(
                        (name, source) ->
                                parameters.put(
                                        name, SelectionExpression.ofRequest(source).orElseThrow()));
        return parameters;
    }

    private static List<ParameterChange> changes(
            @Nullable Map<String, String> parameters,
            BiFunction<String, String, Optional<ParameterChange>> reading) {
        return Objects.requireNonNullElse(parameters, Map.<String, String>of()).entrySet().stream()
                .map(entry -> reading.apply(entry.getKey(), entry.getValue()).orElseThrow())
                .sorted(ORDER)
                .toList();
    }
}
