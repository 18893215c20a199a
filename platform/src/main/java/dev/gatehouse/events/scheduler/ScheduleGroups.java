package dev.gatehouse.events.scheduler;

import dev.gatehouse.aws.scheduler.CreateScheduleGroupInput;
import dev.gatehouse.aws.scheduler.CreateScheduleGroupOutput;
import dev.gatehouse.aws.scheduler.DeleteScheduleGroupInput;
import dev.gatehouse.aws.scheduler.DeleteScheduleGroupOutput;
import dev.gatehouse.aws.scheduler.GetScheduleGroupInput;
import dev.gatehouse.aws.scheduler.GetScheduleGroupOutput;
import dev.gatehouse.aws.scheduler.ListScheduleGroupsInput;
import dev.gatehouse.aws.scheduler.ListScheduleGroupsOutput;
import dev.gatehouse.aws.scheduler.ListTagsForResourceInput;
import dev.gatehouse.aws.scheduler.ListTagsForResourceOutput;
import dev.gatehouse.aws.scheduler.ScheduleGroupSummary;
import dev.gatehouse.aws.scheduler.Tag;
import dev.gatehouse.aws.scheduler.TagResourceInput;
import dev.gatehouse.aws.scheduler.TagResourceOutput;
import dev.gatehouse.aws.scheduler.UntagResourceInput;
import dev.gatehouse.aws.scheduler.UntagResourceOutput;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceTags;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The operations on groups of schedules, which alone of Scheduler's resources have tags. */
final class ScheduleGroups {
    private static final int PAGE = 100;
    private static final String ACTIVE = "ACTIVE";
    private static final ServiceTags RULES = new ServiceTags(SchedulerErrors::tags);

    private final Store store;
    private final Clock clock;

    ScheduleGroups(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }

    /**
     * The name of a group that is there.
     *
     * @throws dev.gatehouse.kernel.ServiceException ResourceNotFoundException
     */
    String existing(Scope scope, @Nullable String named) {
        return group(scope, Objects.requireNonNullElse(named, StoredGroup.DEFAULT)).name();
    }

    private StoredGroup group(Scope scope, String name) {
        return group(store.documents(StoredGroup.KIND), scope, name);
    }

    /**
     * A group that is there, as these documents say.
     *
     * @throws dev.gatehouse.kernel.ServiceException ResourceNotFoundException
     */
    static StoredGroup group(Documents<StoredGroup> groups, Scope scope, String name) {
        if (name.equals(StoredGroup.DEFAULT)) {
            return StoredGroup.ofDefault();
        }
        return groups.find(scope, name)
                .map(Stored::value)
                .orElseThrow(() -> SchedulerErrors.noGroup(name));
    }

    CreateScheduleGroupOutput create(RequestContext context, CreateScheduleGroupInput input) {
        Scope scope = scope(context);
        Map<String, String> tags = RULES.of(input.tags(), Tag::key, Tag::value);
        String name = input.name();
        Instant now = clock.now();
        StoredGroup made = new StoredGroup(name, now, now, tags, input.clientToken());
        if (name.equals(StoredGroup.DEFAULT)) {
            throw SchedulerErrors.exists("Schedule group " + name);
        }
        try {
            store.documents(StoredGroup.KIND).insert(scope, name, made);
        } catch (DuplicateDocumentException present) {
            // A request that is sent again makes nothing again.
            String token = made.token();
            if (token == null || !token.equals(group(scope, name).token())) {
                throw SchedulerErrors.exists("Schedule group " + name);
            }
        }
        return CreateScheduleGroupOutput.builder()
                .scheduleGroupArn(StoredGroup.arn(scope, name).toString())
                .build();
    }

    GetScheduleGroupOutput get(RequestContext context, GetScheduleGroupInput input) {
        Scope scope = scope(context);
        StoredGroup group = group(scope, input.name());
        return GetScheduleGroupOutput.builder()
                .name(group.name())
                .arn(StoredGroup.arn(scope, group.name()).toString())
                .creationDate(group.createdAt())
                .lastModificationDate(group.changedAt())
                .state(ACTIVE)
                .build();
    }

    /** Its schedules go with it, at once. */
    DeleteScheduleGroupOutput delete(RequestContext context, DeleteScheduleGroupInput input) {
        Scope scope = scope(context);
        String name = input.name();
        if (name.equals(StoredGroup.DEFAULT)) {
            throw SchedulerErrors.validation("The default schedule group cannot be deleted.");
        }
        boolean deleted =
                store.transact(
                        tx -> {
                            tx.documents(StoredSchedule.KIND)
                                    .deleteAll(scope, StoredSchedule.id(name, ""));
                            return tx.documents(StoredGroup.KIND).delete(scope, name);
                        });
        if (!deleted) {
            throw SchedulerErrors.noGroup(name);
        }
        return DeleteScheduleGroupOutput.builder().build();
    }

    ListScheduleGroupsOutput list(RequestContext context, ListScheduleGroupsInput input) {
        Scope scope = scope(context);
        String prefix = Objects.requireNonNullElse(input.namePrefix(), "");
        int most = Objects.requireNonNullElse(input.maxResults(), PAGE);
        String after = Objects.requireNonNullElse(input.nextToken(), "");
        List<StoredGroup> groups = new ArrayList<>();
        groups.add(StoredGroup.ofDefault());
        store.documents(StoredGroup.KIND)
                .list(scope, prefix, null, Integer.MAX_VALUE)
                .forEach(each -> groups.add(each.value()));
        List<StoredGroup> left =
                groups.stream()
                        .filter(each -> each.name().startsWith(prefix))
                        .filter(each -> each.name().compareTo(after) > 0)
                        .sorted((one, other) -> one.name().compareTo(other.name()))
                        .toList();
        List<StoredGroup> page = left.subList(0, Math.min(most, left.size()));
        return ListScheduleGroupsOutput.builder()
                .scheduleGroups(page.stream().map(each -> summary(scope, each)).toList())
                .nextToken(page.size() < left.size() ? page.getLast().name() : null)
                .build();
    }

    private static ScheduleGroupSummary summary(Scope scope, StoredGroup group) {
        return ScheduleGroupSummary.builder()
                .name(group.name())
                .arn(StoredGroup.arn(scope, group.name()).toString())
                .creationDate(group.createdAt())
                .lastModificationDate(group.changedAt())
                .state(ACTIVE)
                .build();
    }

    TagResourceOutput tag(RequestContext context, TagResourceInput input) {
        Map<String, String> more = RULES.of(input.tags(), Tag::key, Tag::value);
        change(context, input.resourceArn(), tags -> RULES.added(tags, more));
        return TagResourceOutput.builder().build();
    }

    UntagResourceOutput untag(RequestContext context, UntagResourceInput input) {
        change(context, input.resourceArn(), tags -> ServiceTags.without(tags, input.tagKeys()));
        return UntagResourceOutput.builder().build();
    }

    private void change(
            RequestContext context, String arn, UnaryOperator<Map<String, String>> change) {
        Scope scope = scope(context);
        boolean known =
                store.documents(StoredGroup.KIND)
                        .update(
                                scope,
                                named(scope, arn),
                                group -> group.tagged(change.apply(group.tags()), clock.now()))
                        .isPresent();
        if (!known) {
            throw SchedulerErrors.missing("Resource " + arn + " does not exist.");
        }
    }

    ListTagsForResourceOutput tags(RequestContext context, ListTagsForResourceInput input) {
        Scope scope = scope(context);
        Map<String, String> tags = group(scope, named(scope, input.resourceArn())).tags();
        return ListTagsForResourceOutput.builder()
                .tags(
                        ServiceTags.shown(
                                tags, (key, value) -> Tag.builder().key(key).value(value).build()))
                .build();
    }

    private static String named(Scope scope, String arn) {
        String all = StoredGroup.arn(scope, "").toString();
        return Optional.of(arn)
                .filter(text -> text.startsWith(all))
                .map(text -> text.substring(all.length()))
                .orElseThrow(() -> SchedulerErrors.missing("Resource " + arn + " does not exist."));
    }
}
