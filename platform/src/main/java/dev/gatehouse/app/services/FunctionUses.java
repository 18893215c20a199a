package dev.gatehouse.app.services;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.async.AsyncEvents;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.durable.DurableExecutions;
import dev.gatehouse.lambda.schedule.Environments;
import dev.gatehouse.lambda.schedule.ProvisionedUse;
import dev.gatehouse.observe.DurableMetrics;
import dev.gatehouse.observe.FunctionMetrics;
import dev.gatehouse.observe.Metrics;
import dev.gatehouse.observe.Observation;

/** What Lambda tells of itself from time to time, on its way to CloudWatch's metrics. */
public final class FunctionUses {
    private static final String RUNNING = "RUNNING";

    private FunctionUses() {}

    /** Measures from now on the environments there are, and what provisioned ones are used for. */
    public static void measure(Environments environments, Observation observation) {
        Metrics metrics = observation.metrics();
        metrics.gauge(
                "gatehouse.environments", "Execution environments there are", environments::count);
        metrics.gauge(
                "gatehouse.environments.prepared",
                "Execution environments that are made up to their functions' code, and not begun",
                environments::prepared);
        metrics.counter(
                "gatehouse.cold.starts",
                "Execution environments that were begun for waiting events",
                environments::begun);
        observation
                .functions()
                .provisioned(
                        uses ->
                                environments.provisionedUses(
                                        use ->
                                                uses.used(
                                                        use.function(),
                                                        use.qualifier(),
                                                        measured(use))));
    }

    private static FunctionMetrics.Provisioned measured(ProvisionedUse use) {
        return new FunctionMetrics.Provisioned(
                use.available(), use.atWork(), use.invocations(), use.spillover());
    }

    /** Measures from now on what becomes of durable executions. */
    public static void measure(DurableExecutions executions, Observation observation) {
        observation.durable().running(executions::running);
        executions.listen(
                change ->
                        observation
                                .durable()
                                .changed(
                                        Arn.parse(change.invoked()).orElseThrow(),
                                        change.status(),
                                        change.status().equals(RUNNING)
                                                ? null
                                                : new DurableMetrics.End(
                                                        change.millis(),
                                                        change.operations(),
                                                        change.bytes())));
    }

    /** Measures from now on what becomes of asynchronous events. */
    public static void measure(AsyncEvents events, Deliveries deliveries, Metrics metrics) {
        metrics.gauge(
                "gatehouse.asynchronous.events",
                "Accepted events that have not ended, those that run included",
                events::depth);
        metrics.counter(
                "gatehouse.asynchronous.received",
                "Asynchronous events that were accepted",
                events::received);
        metrics.counter(
                "gatehouse.asynchronous.dropped",
                "Asynchronous events that ended without their function's having taken them",
                events::dropped);
        metrics.counter(
                "gatehouse.asynchronous.destination.failures",
                "Records of asynchronous events that could not be delivered",
                deliveries::failedRecords);
        metrics.counter(
                "gatehouse.asynchronous.dead.letter.errors",
                "Dropped asynchronous events that no dead-letter queue took",
                deliveries::failedDeadLetters);
        metrics.gauge(
                "gatehouse.asynchronous.lag.seconds",
                "How long the accepted event that is due first has been due",
                () -> events.lag().toMillis() / 1e3);
    }
}
