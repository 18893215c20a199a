package dev.gatehouse.gateway.plan.usage;

/**
 * How much a stage tells of its methods' executions ("Set up CloudWatch logging for REST APIs").
 */
public enum ExecutionLogging {
    /** Nothing. */
    OFF,
    /** What failed. */
    ERROR,
    /** Each execution's course. */
    INFO,
    /** Also what was sent and received: headers and bodies. */
    DATA_TRACE;

    /** Of a method's settings; without a level there is nothing to trace either. */
    public static ExecutionLogging of(String level, boolean dataTrace) {
        return switch (level) {
            case "ERROR" -> ERROR;
            case "INFO" -> dataTrace ? DATA_TRACE : INFO;
            default -> OFF;
        };
    }

    public boolean tellsCourse() {
        return compareTo(INFO) >= 0;
    }
}
