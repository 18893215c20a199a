package dev.gatehouse.events.scheduler;

import dev.gatehouse.aws.scheduler.CreateScheduleInput;
import dev.gatehouse.aws.scheduler.CreateScheduleOutput;
import dev.gatehouse.aws.scheduler.DeleteScheduleInput;
import dev.gatehouse.aws.scheduler.DeleteScheduleOutput;
import dev.gatehouse.aws.scheduler.FlexibleTimeWindow;
import dev.gatehouse.aws.scheduler.GetScheduleInput;
import dev.gatehouse.aws.scheduler.GetScheduleOutput;
import dev.gatehouse.aws.scheduler.ListSchedulesInput;
import dev.gatehouse.aws.scheduler.ListSchedulesOutput;
import dev.gatehouse.aws.scheduler.ScheduleSummary;
import dev.gatehouse.aws.scheduler.Scheduler;
import dev.gatehouse.aws.scheduler.Target;
import dev.gatehouse.aws.scheduler.TargetSummary;
import dev.gatehouse.aws.scheduler.UpdateScheduleInput;
import dev.gatehouse.aws.scheduler.UpdateScheduleOutput;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.format.Structures;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The operations on schedules. */
final class Schedules {
    private static final int PAGE = 100;

    private final Store store;
    private final ScheduleGroups groups;
    private final DueSchedules due;
    private final ScheduleInputs inputs;

    Schedules(Store store, ScheduleGroups groups, DueSchedules due, ScheduleInputs inputs) {
        this.store = store;
        this.groups = groups;
        this.due = due;
        this.inputs = inputs;
    }

    CreateScheduleOutput create(RequestContext context, CreateScheduleInput input) {
        Scope scope = ScheduleGroups.scope(context);
        String group = groups.existing(scope, input.groupName());
        StoredSchedule asked = inputs.schedule(scope, group, input);
        StoredSchedule made =
                store.transact(
                        tx -> {
                            Documents<StoredSchedule> all = tx.documents(StoredSchedule.KIND);
                            Optional<StoredSchedule> present =
                                    all.find(scope, asked.id()).map(Stored::value);
                            if (present.isPresent()) {
                                return sentAgain(present.get(), asked);
                            }
                            // It may have been deleted meanwhile.
                            ScheduleGroups.group(tx.documents(StoredGroup.KIND), scope, group);
                            all.insert(scope, asked.id(), asked);
                            due.begin(tx, scope, asked);
                            return asked;
                        });
        due.tell();
        return CreateScheduleOutput.builder().scheduleArn(made.arn(scope).toString()).build();
    }

    /** A request that is sent again makes nothing again. */
    private static StoredSchedule sentAgain(StoredSchedule present, StoredSchedule asked) {
        String token = asked.origin().token();
        if (token == null || !token.equals(present.origin().token())) {
            throw SchedulerErrors.exists("Schedule " + asked.name());
        }
        return present;
    }

    /** What is not said is as in a new schedule. */
    UpdateScheduleOutput update(RequestContext context, UpdateScheduleInput input) {
        Scope scope = ScheduleGroups.scope(context);
        String group = groups.existing(scope, input.groupName());
        StoredSchedule asked =
                inputs.schedule(
                        scope,
                        group,
                        new CreateScheduleInput(
                                Structures.fromMap(
                                        Scheduler.CREATE_SCHEDULE.model().input(),
                                        Structures.toMap(input.data()))));
        store.transact(tx -> replace(tx, scope, asked));
        due.tell();
        return UpdateScheduleOutput.builder().scheduleArn(asked.arn(scope).toString()).build();
    }

    private boolean replace(Transaction tx, Scope scope, StoredSchedule asked) {
        Stored<StoredSchedule> changed =
                tx.documents(StoredSchedule.KIND)
                        .update(scope, asked.id(), asked::inPlaceOf)
                        .orElseThrow(() -> SchedulerErrors.noSchedule(asked.name()));
        due.begin(tx, scope, changed.value());
        return true;
    }

    GetScheduleOutput get(RequestContext context, GetScheduleInput input) {
        Scope scope = ScheduleGroups.scope(context);
        String group = groups.existing(scope, input.groupName());
        StoredSchedule schedule =
                store.documents(StoredSchedule.KIND)
                        .find(scope, StoredSchedule.id(group, input.name()))
                        .map(Stored::value)
                        .orElseThrow(() -> SchedulerErrors.noSchedule(input.name()));
        Timing timing = schedule.timing();
        Integer window = schedule.shown().window();
        return GetScheduleOutput.builder()
                .name(schedule.name())
                .groupName(group)
                .arn(schedule.arn(scope).toString())
                .scheduleExpression(timing.expression())
                .scheduleExpressionTimezone(Objects.requireNonNullElse(timing.zone(), "UTC"))
                .startDate(timing.start())
                .endDate(timing.end())
                .state(state(schedule))
                .description(schedule.shown().description())
                .kmsKeyArn(schedule.shown().key())
                .flexibleTimeWindow(
                        FlexibleTimeWindow.builder()
                                .mode(window == null ? "OFF" : "FLEXIBLE")
                                .maximumWindowInMinutes(window)
                                .build())
                .actionAfterCompletion(timing.ephemeral() ? "DELETE" : "NONE")
                .target(
                        new Target(
                                Structures.fromMap(
                                        inputs.targetShape(),
                                        new ScheduleTarget(schedule.target()).shown())))
                .creationDate(schedule.origin().createdAt())
                .lastModificationDate(schedule.origin().changedAt())
                .build();
    }

    private static String state(StoredSchedule schedule) {
        return schedule.enabled() ? "ENABLED" : "DISABLED";
    }

    DeleteScheduleOutput delete(RequestContext context, DeleteScheduleInput input) {
        Scope scope = ScheduleGroups.scope(context);
        String group = groups.existing(scope, input.groupName());
        String id = StoredSchedule.id(group, input.name());
        if (!store.documents(StoredSchedule.KIND).delete(scope, id)) {
            throw SchedulerErrors.noSchedule(input.name());
        }
        return DeleteScheduleOutput.builder().build();
    }

    ListSchedulesOutput list(RequestContext context, ListSchedulesInput input) {
        Scope scope = ScheduleGroups.scope(context);
        String group = input.groupName();
        if (group != null) {
            groups.existing(scope, group);
        }
        String prefix = Objects.requireNonNullElse(input.namePrefix(), "");
        String state = input.state();
        int most = Objects.requireNonNullElse(input.maxResults(), PAGE);
        List<StoredSchedule> left =
                store
                        .documents(StoredSchedule.KIND)
                        .list(
                                scope,
                                group == null ? "" : StoredSchedule.id(group, prefix),
                                input.nextToken(),
                                Integer.MAX_VALUE)
                        .stream()
                        .map(Stored::value)
                        .filter(each -> each.name().startsWith(prefix))
                        .filter(each -> state == null || state.equals(state(each)))
                        .toList();
        List<StoredSchedule> page = left.subList(0, Math.min(most, left.size()));
        return ListSchedulesOutput.builder()
                .schedules(page.stream().map(each -> summary(scope, each)).toList())
                .nextToken(page.size() < left.size() ? page.getLast().id() : null)
                .build();
    }

    private static ScheduleSummary summary(Scope scope, StoredSchedule schedule) {
        return ScheduleSummary.builder()
                .name(schedule.name())
                .groupName(schedule.group())
                .arn(schedule.arn(scope).toString())
                .state(state(schedule))
                .target(
                        TargetSummary.builder()
                                .arn(String.valueOf(schedule.target().get("Arn")))
                                .build())
                .creationDate(schedule.origin().createdAt())
                .lastModificationDate(schedule.origin().changedAt())
                .build();
    }
}
