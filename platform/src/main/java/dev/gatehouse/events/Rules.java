package dev.gatehouse.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.events.DeleteRuleRequest;
import dev.gatehouse.aws.events.DescribeRuleRequest;
import dev.gatehouse.aws.events.DescribeRuleResponse;
import dev.gatehouse.aws.events.DisableRuleRequest;
import dev.gatehouse.aws.events.EnableRuleRequest;
import dev.gatehouse.aws.events.ListRulesRequest;
import dev.gatehouse.aws.events.ListRulesResponse;
import dev.gatehouse.aws.events.PutRuleRequest;
import dev.gatehouse.aws.events.PutRuleResponse;
import dev.gatehouse.aws.events.Rule;
import dev.gatehouse.aws.events.TestEventPatternRequest;
import dev.gatehouse.aws.events.TestEventPatternResponse;
import dev.gatehouse.events.delivery.Schedules;
import dev.gatehouse.events.model.StoredBus;
import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.events.pattern.EventJson;
import dev.gatehouse.events.pattern.EventPattern;
import dev.gatehouse.events.pattern.InvalidPatternException;
import dev.gatehouse.events.schedule.ScheduleExpression;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operations on rules. */
final class Rules {
    private static final String ENABLED = "ENABLED";
    private static final String DISABLED = "DISABLED";
    private static final int PAGE = 100;

    /** Of one bus; a quota that can be raised on AWS. */
    private static final int MOST = 300;

    private final Store store;
    private final Schedules schedules;

    Rules(Store store, Schedules schedules) {
        this.store = store;
        this.schedules = schedules;
    }

    PutRuleResponse put(RequestContext context, PutRuleRequest input) {
        Scope scope = BusNames.scope(context);
        String bus = BusNames.existing(store, scope, input.eventBusName());
        String schedule = absentIfEmpty(input.scheduleExpression());
        String pattern = absentIfEmpty(input.eventPattern());
        check(bus, schedule, pattern);
        String state = Objects.requireNonNullElse(input.state(), ENABLED);
        EventErrors.reject("State " + state, isKnown(state) ? null : state);
        Map<String, String> tags = EventTags.of(input.tags());
        String revision = UUID.randomUUID().toString();
        StoredRule rule =
                store.transact(
                        tx -> {
                            requireBus(tx, scope, bus);
                            Documents<StoredRule> rules = tx.documents(StoredRule.KIND);
                            String id = StoredRule.id(bus, input.name());
                            Optional<Stored<StoredRule>> present = rules.find(scope, id);
                            StoredRule put =
                                    new StoredRule(
                                            bus,
                                            input.name(),
                                            new StoredRule.Matching(schedule, pattern, revision),
                                            state.equals(ENABLED),
                                            input.description(),
                                            input.roleArn(),
                                            present.map(each -> each.value().targets())
                                                    .orElse(List.of()),
                                            present.map(each -> each.value().tags()).orElse(tags));
                            if (present.isPresent()) {
                                rules.replace(scope, present.get(), put);
                            } else {
                                EventErrors.requireRoom(
                                        rules.count(scope, StoredRule.id(bus, "")), MOST);
                                rules.insert(scope, id, put);
                            }
                            schedules.begin(tx, scope, put);
                            return put;
                        });
        schedules.tell();
        return PutRuleResponse.builder().ruleArn(rule.arn(scope).toString()).build();
    }

    /** One that is deleted meanwhile is to leave no rules behind. */
    private static void requireBus(Transaction tx, Scope scope, String bus) {
        if (!bus.equals(StoredBus.DEFAULT)
                && tx.documents(StoredBus.KIND).find(scope, bus).isEmpty()) {
            throw EventErrors.noBus(bus);
        }
    }

    private static @Nullable String absentIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static boolean isKnown(String state) {
        return state.equals(ENABLED) || state.equals(DISABLED);
    }

    private static void check(String bus, @Nullable String schedule, @Nullable String pattern) {
        if (schedule == null && pattern == null) {
            throw EventErrors.validation(
                    "Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        if (schedule != null) {
            if (ScheduleExpression.parse(schedule).isEmpty()) {
                throw EventErrors.validation("Parameter ScheduleExpression is not valid.");
            }
            if (!bus.equals(StoredBus.DEFAULT)) {
                throw EventErrors.validation(
                        "ScheduleExpression is supported only on the default event bus.");
            }
        }
        if (pattern != null) {
            pattern(pattern);
        }
    }

    private static EventPattern pattern(String text) {
        try {
            return EventPattern.parse(text);
        } catch (InvalidPatternException invalid) {
            throw new ServiceException(
                    "InvalidEventPatternException",
                    400,
                    "Event pattern is not valid. Reason: " + invalid.getMessage());
        }
    }

    /** A rule of the caller's. */
    StoredRule existing(Scope scope, @Nullable String busName, String name) {
        String bus = BusNames.existing(store, scope, busName);
        return store.documents(StoredRule.KIND)
                .find(scope, StoredRule.id(bus, name))
                .map(Stored::value)
                .orElseThrow(() -> EventErrors.noRule(name, bus));
    }

    DescribeRuleResponse describe(RequestContext context, DescribeRuleRequest input) {
        Scope scope = BusNames.scope(context);
        StoredRule rule = existing(scope, input.eventBusName(), input.name());
        return DescribeRuleResponse.builder()
                .name(rule.name())
                .arn(rule.arn(scope).toString())
                .eventPattern(rule.matching().pattern())
                .scheduleExpression(rule.matching().schedule())
                .state(rule.enabled() ? ENABLED : DISABLED)
                .description(rule.description())
                .roleArn(rule.role())
                .eventBusName(rule.bus())
                .createdBy(scope.account().value())
                .build();
    }

    ListRulesResponse list(RequestContext context, ListRulesRequest input) {
        Scope scope = BusNames.scope(context);
        String bus = BusNames.existing(store, scope, input.eventBusName());
        String prefix = Objects.requireNonNullElse(input.namePrefix(), "");
        int most = Objects.requireNonNullElse(input.limit(), PAGE);
        String after = input.nextToken() == null ? null : StoredRule.id(bus, input.nextToken());
        List<StoredRule> found =
                store
                        .documents(StoredRule.KIND)
                        .list(scope, StoredRule.id(bus, prefix), after, most + 1)
                        .stream()
                        .map(Stored::value)
                        .toList();
        List<StoredRule> page = found.subList(0, Math.min(most, found.size()));
        return ListRulesResponse.builder()
                .rules(page.stream().map(rule -> view(scope, rule)).toList())
                .nextToken(page.size() < found.size() ? page.getLast().name() : null)
                .build();
    }

    private static Rule view(Scope scope, StoredRule rule) {
        return Rule.builder()
                .name(rule.name())
                .arn(rule.arn(scope).toString())
                .eventPattern(rule.matching().pattern())
                .scheduleExpression(rule.matching().schedule())
                .state(rule.enabled() ? ENABLED : DISABLED)
                .description(rule.description())
                .roleArn(rule.role())
                .eventBusName(rule.bus())
                .build();
    }

    Empty enable(RequestContext context, EnableRuleRequest input) {
        return inForce(context, input.eventBusName(), input.name(), true);
    }

    Empty disable(RequestContext context, DisableRuleRequest input) {
        return inForce(context, input.eventBusName(), input.name(), false);
    }

    private Empty inForce(
            RequestContext context, @Nullable String busName, String name, boolean is) {
        Scope scope = BusNames.scope(context);
        String id = existing(scope, busName, name).id();
        String revision = UUID.randomUUID().toString();
        store.transact(
                tx -> {
                    Optional<Stored<StoredRule>> changed =
                            tx.documents(StoredRule.KIND)
                                    .update(scope, id, rule -> rule.inForce(is, revision));
                    changed.ifPresent(rule -> schedules.begin(tx, scope, rule.value()));
                    return is;
                });
        schedules.tell();
        return Empty.EMPTY;
    }

    /** A rule that is gone already is no error. */
    Empty delete(RequestContext context, DeleteRuleRequest input) {
        Scope scope = BusNames.scope(context);
        String bus = BusNames.existing(store, scope, input.eventBusName());
        store.transact(
                tx -> {
                    Documents<StoredRule> rules = tx.documents(StoredRule.KIND);
                    String id = StoredRule.id(bus, input.name());
                    boolean aims =
                            rules.find(scope, id)
                                    .filter(rule -> !rule.value().targets().isEmpty())
                                    .isPresent();
                    if (aims) {
                        throw EventErrors.validation("Rule can't be deleted since it has targets.");
                    }
                    return rules.delete(scope, id);
                });
        return Empty.EMPTY;
    }

    TestEventPatternResponse test(RequestContext context, TestEventPatternRequest input) {
        try {
            return TestEventPatternResponse.builder()
                    .result(pattern(input.eventPattern()).matches(EventJson.read(input.event())))
                    .build();
        } catch (JsonProcessingException e) {
            throw EventErrors.validation("Parameter Event is not valid. Reason: malformed JSON.");
        }
    }
}
