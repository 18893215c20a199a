package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.DeleteScheduledActionRequest;
import dev.gatehouse.aws.applicationautoscaling.DeleteScheduledActionResponse;
import dev.gatehouse.aws.applicationautoscaling.DescribeScheduledActionsRequest;
import dev.gatehouse.aws.applicationautoscaling.DescribeScheduledActionsResponse;
import dev.gatehouse.aws.applicationautoscaling.PutScheduledActionRequest;
import dev.gatehouse.aws.applicationautoscaling.PutScheduledActionResponse;
import dev.gatehouse.aws.applicationautoscaling.ScalableTargetAction;
import dev.gatehouse.aws.applicationautoscaling.ScheduledAction;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.scaling.StoredAction.Times;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PutScheduledAction, DescribeScheduledActions, DeleteScheduledAction. */
final class ScheduledActions {
    /** "Quotas for Application Auto Scaling". */
    private static final int MOST = 200;

    private final TargetCatalog targets;
    private final Clock clock;

    ScheduledActions(TargetCatalog targets, Clock clock) {
        this.targets = targets;
        this.clock = clock;
    }

    PutScheduledActionResponse put(RequestContext context, PutScheduledActionRequest input) {
        ScaledResource.of(input.serviceNamespace(), input.resourceId(), input.scalableDimension());
        Scope scope = TargetCatalog.scope(context);
        targets.require(scope, input.resourceId());
        checkTimes(input);
        if (targets.update(scope, input.resourceId(), target -> with(target, input)).isEmpty()) {
            throw ScalingErrors.notRegistered(input.resourceId());
        }
        return PutScheduledActionResponse.builder().build();
    }

    private static void checkTimes(PutScheduledActionRequest input) {
        String timezone = input.timezone();
        if (timezone != null) {
            try {
                ZoneId.of(timezone);
            } catch (DateTimeException wrong) {
                throw ScalingErrors.validation("Invalid timezone: %s", timezone);
            }
        }
        Instant start = input.startTime();
        Instant end = input.endTime();
        if (start != null && end != null && !start.isBefore(end)) {
            throw ScalingErrors.validation("Start time must be before end time");
        }
    }

    /** What an update leaves out stays as it was ("PutScheduledAction"). */
    private StoredTarget with(StoredTarget target, PutScheduledActionRequest input) {
        StoredAction before = target.actions().get(input.scheduledActionName());
        ScalableTargetAction action = input.scalableTargetAction();
        if (before == null) {
            if (input.schedule() == null) {
                throw ScalingErrors.validation("Schedule must be specified");
            }
            if (target.actions().size() >= MOST) {
                throw ScalingErrors.tooMany("scheduled actions", MOST);
            }
        }
        Integer min = action == null ? null : action.minCapacity();
        Integer max = action == null ? null : action.maxCapacity();
        if (before == null && min == null && max == null) {
            throw ScalingErrors.validation(
                    "Scalable target action must have a minimum or a maximum capacity");
        }
        ScalableTargets.checkRange(min, max);
        long now = clock.millis();
        StoredAction fresh =
                new StoredAction(
                        input.scheduledActionName(),
                        before == null ? UUID.randomUUID().toString() : before.id(),
                        before == null ? now : before.createdMillis(),
                        times(input, before == null ? null : before.times()),
                        action == null && before != null ? before.min() : min,
                        action == null && before != null ? before.max() : max,
                        null);
        return target.with(fresh.after(now));
    }

    private static Times times(PutScheduledActionRequest input, @Nullable Times before) {
        Times old = before == null ? new Times("", null, null, null) : before;
        return new Times(
                Objects.requireNonNullElse(input.schedule(), old.schedule()),
                input.timezone() == null ? old.timezone() : input.timezone(),
                millis(input.startTime(), old.startMillis()),
                millis(input.endTime(), old.endMillis()));
    }

    private static @Nullable Long millis(@Nullable Instant told, @Nullable Long before) {
        return told == null ? before : Long.valueOf(told.toEpochMilli());
    }

    /** A scheduled action and whose it is. */
    private record Owned(StoredTarget target, StoredAction action) {
        String key() {
            return target.resourceId() + '|' + action.name();
        }
    }

    DescribeScheduledActionsResponse describe(
            RequestContext context, DescribeScheduledActionsRequest input) {
        Scope scope = TargetCatalog.scope(context);
        ScalingPage<Owned> page =
                ScalingPage.of(
                        ScaledResource.isKnown(input.serviceNamespace(), input.scalableDimension())
                                ? found(scope, input)
                                : List.of(),
                        Owned::key,
                        input.nextToken(),
                        input.maxResults());
        return DescribeScheduledActionsResponse.builder()
                .scheduledActions(
                        page.items().stream()
                                .map(each -> view(scope, each.target(), each.action()))
                                .toList())
                .nextToken(page.next())
                .build();
    }

    private List<Owned> found(Scope scope, DescribeScheduledActionsRequest input) {
        String resourceId = input.resourceId();
        List<String> names = input.scheduledActionNames();
        return targets.list(scope).stream()
                .filter(target -> resourceId == null || target.resourceId().equals(resourceId))
                .flatMap(
                        target ->
                                target.listedActions().stream()
                                        .map(action -> new Owned(target, action)))
                .filter(
                        each ->
                                names == null
                                        || names.isEmpty()
                                        || names.contains(each.action().name()))
                .sorted(Comparator.comparing(Owned::key))
                .toList();
    }

    private static ScheduledAction view(Scope scope, StoredTarget target, StoredAction action) {
        return ScheduledAction.builder()
                .scheduledActionName(action.name())
                .scheduledActionARN(
                        ScaledResource.childArn(
                                scope,
                                "scheduledAction",
                                action.id(),
                                target.resourceId(),
                                "scheduledActionName",
                                action.name()))
                .serviceNamespace(ScaledResource.NAMESPACE)
                .schedule(action.times().schedule())
                .timezone(action.times().timezone())
                .resourceId(target.resourceId())
                .scalableDimension(ScaledResource.DIMENSION)
                .startTime(instant(action.times().startMillis()))
                .endTime(instant(action.times().endMillis()))
                .scalableTargetAction(
                        ScalableTargetAction.builder()
                                .minCapacity(action.min())
                                .maxCapacity(action.max())
                                .build())
                .creationTime(Instant.ofEpochMilli(action.createdMillis()))
                .build();
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    DeleteScheduledActionResponse delete(
            RequestContext context, DeleteScheduledActionRequest input) {
        ScaledResource.of(input.serviceNamespace(), input.resourceId(), input.scalableDimension());
        boolean[] found = new boolean[1];
        targets.update(
                TargetCatalog.scope(context),
                input.resourceId(),
                target -> {
                    found[0] = target.actions().containsKey(input.scheduledActionName());
                    return target.withoutAction(input.scheduledActionName());
                });
        if (!found[0]) {
            throw ScalingErrors.notFound(
                    "scheduled action",
                    input.resourceId(),
                    ", scheduled action name: " + input.scheduledActionName());
        }
        return DeleteScheduledActionResponse.builder().build();
    }
}
