package dev.gatehouse.lambda.plan;

import java.util.Map;

/**
 * A name for one version, or for two by weight.
 *
 * @param version the version that gets what the weights leave
 * @param weights the share of calls of further versions, each from 0 to 1
 */
public record FunctionAlias(String version, Map<String, Double> weights) {
    public FunctionAlias {
        weights = Map.copyOf(weights);
    }
}
