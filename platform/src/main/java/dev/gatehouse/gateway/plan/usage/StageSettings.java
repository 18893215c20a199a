package dev.gatehouse.gateway.plan.usage;

import java.util.Map;

/** What a stage says of its methods. */
public final class StageSettings {
    /** The key of the settings of methods that have none of their own. */
    public static final String ALL = "*/*";

    public static final StageSettings NONE = new StageSettings(Map.of(), false);

    private final Map<String, MethodSettings> byMethod;
    private final MethodSettings others;
    private final boolean logs;
    private final boolean traced;

    /**
     * @param byMethod by {@link dev.gatehouse.gateway.plan.RestMethod#key}; {@link #ALL} is all
     *     others
     * @param traced whether its requests are traced
     */
    public StageSettings(Map<String, MethodSettings> byMethod, boolean traced) {
        this.traced = traced;
        this.byMethod = Map.copyOf(byMethod);
        this.others = byMethod.getOrDefault(ALL, MethodSettings.USUAL);
        this.logs =
                byMethod.values().stream().anyMatch(each -> each.logging() != ExecutionLogging.OFF);
    }

    /** What it says of a method. */
    public MethodSettings of(String methodKey) {
        MethodSettings own = byMethod.get(methodKey);
        return own == null ? others : own;
    }

    /** What it says of methods that it does not name, and of requests that find none. */
    public MethodSettings others() {
        return others;
    }

    /** Whether its requests are traced. */
    public boolean traced() {
        return traced;
    }

    /** Whether any of its methods has an execution log. */
    public boolean logs() {
        return logs;
    }
}
