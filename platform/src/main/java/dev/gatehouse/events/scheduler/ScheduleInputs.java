package dev.gatehouse.events.scheduler;

import dev.gatehouse.aws.Shape;
import dev.gatehouse.aws.scheduler.CreateScheduleInput;
import dev.gatehouse.aws.scheduler.FlexibleTimeWindow;
import dev.gatehouse.aws.scheduler.Scheduler;
import dev.gatehouse.events.schedule.ScheduleExpression;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.format.Structures;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Schedules as requests say them, and what is rejected of these. */
final class ScheduleInputs {
    private final TargetCalls calls;
    private final Clock clock;

    ScheduleInputs(TargetCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** The shape of the target of a schedule. */
    Shape targetShape() {
        return Objects.requireNonNull(Scheduler.CREATE_SCHEDULE.model().input().member("Target"))
                .shape();
    }

    /**
     * The schedule that a request asks for.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationException
     */
    StoredSchedule schedule(Scope scope, String group, CreateScheduleInput input) {
        ScheduleTarget target = new ScheduleTarget(Structures.toMap(input.target().data()));
        Timing timing = timing(input);
        Integer window = window(input.flexibleTimeWindow());
        target.check();
        if (calls.assume(scope, target.role(), group).isEmpty()) {
            throw SchedulerErrors.validation(
                    "The execution role you provide must allow AWS EventBridge Scheduler to assume"
                            + " the role.");
        }
        Instant now = clock.now();
        return new StoredSchedule(
                group,
                input.name(),
                timing,
                !"DISABLED".equals(input.state()),
                target.members(),
                new StoredSchedule.Shown(input.description(), input.kmsKeyArn(), window),
                new StoredSchedule.Origin(input.clientToken(), now, now));
    }

    private static Timing timing(CreateScheduleInput input) {
        String expression = input.scheduleExpression();
        if (ScheduleExpression.parseForSchedule(expression).isEmpty()) {
            throw SchedulerErrors.validation("Invalid Schedule Expression %s.", expression);
        }
        String zone = input.scheduleExpressionTimezone();
        if (zone != null && !isZone(zone)) {
            throw SchedulerErrors.validation("Invalid Schedule Expression Timezone %s.", zone);
        }
        Instant start = input.startDate();
        Instant end = input.endDate();
        if (start != null && end != null && !end.isAfter(start)) {
            throw SchedulerErrors.validation("The EndDate must be after the StartDate.");
        }
        return new Timing(
                expression,
                zone,
                start,
                end,
                "DELETE".equals(input.actionAfterCompletion()),
                UUID.randomUUID().toString());
    }

    private static boolean isZone(String name) {
        try {
            return name.equals(ZoneId.of(name).getId());
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private static @Nullable Integer window(FlexibleTimeWindow window) {
        boolean flexible = window.mode().equals("FLEXIBLE");
        Integer minutes = window.maximumWindowInMinutes();
        if (flexible != (minutes != null)) {
            throw SchedulerErrors.validation(
                    flexible
                            ? "MaximumWindowInMinutes must be specified for the mode FLEXIBLE."
                            : "MaximumWindowInMinutes must not be specified for the mode OFF.");
        }
        return minutes;
    }
}
