package dev.gatehouse.events;

import dev.gatehouse.aws.events.ListRuleNamesByTargetRequest;
import dev.gatehouse.aws.events.ListRuleNamesByTargetResponse;
import dev.gatehouse.aws.events.ListTargetsByRuleRequest;
import dev.gatehouse.aws.events.ListTargetsByRuleResponse;
import dev.gatehouse.aws.events.PutTargetsRequest;
import dev.gatehouse.aws.events.PutTargetsResponse;
import dev.gatehouse.aws.events.RemoveTargetsRequest;
import dev.gatehouse.aws.events.RemoveTargetsResponse;
import dev.gatehouse.aws.events.Target;
import dev.gatehouse.events.delivery.InputPaths;
import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.format.Structures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The operations on the targets of rules. */
final class RuleTargets {
    /** A quota that can be raised on AWS. */
    private static final int MOST = 5;

    private static final int PAGE = 100;
    private static final Set<String> SERVICES = Set.of("lambda", "sqs", "sns");
    private static final Set<String> UNDERSTOOD =
            Set.of(
                    "Id",
                    "Arn",
                    "RoleArn",
                    "Input",
                    "InputPath",
                    "InputTransformer",
                    "DeadLetterConfig",
                    "RetryPolicy");

    private final Store store;
    private final Rules rules;

    RuleTargets(Store store, Rules rules) {
        this.store = store;
        this.rules = rules;
    }

    PutTargetsResponse put(RequestContext context, PutTargetsRequest input) {
        List<Map<String, Object>> more = new ArrayList<>();
        for (Target target : input.targets()) {
            Map<String, Object> members = Structures.toMap(target.data());
            check(members);
            more.add(members);
        }
        change(
                context,
                input.eventBusName(),
                input.rule(),
                targets -> {
                    Map<String, Map<String, Object>> byId = new TreeMap<>();
                    targets.forEach(each -> byId.put(id(each), each));
                    more.forEach(each -> byId.put(id(each), each));
                    EventErrors.requireRoom(byId.size() - 1L, MOST);
                    return List.copyOf(byId.values());
                });
        return PutTargetsResponse.builder().failedEntryCount(0).failedEntries(List.of()).build();
    }

    private static void check(Map<String, Object> target) {
        for (String member : target.keySet()) {
            EventErrors.reject(member, UNDERSTOOD.contains(member) ? null : member);
        }
        String text = String.valueOf(target.get(StoredRule.ARN));
        Arn arn = Arn.parse(text).orElse(null);
        if (arn == null) {
            throw EventErrors.validation(
                    "Parameter %s is not valid. Reason: Provided Arn is not in correct format."
                            .formatted(text));
        }
        EventErrors.reject(
                "Arn of the service " + arn.service(),
                SERVICES.contains(arn.service()) && !text.endsWith(".fifo") ? null : text);
        checkDeadLetters(target);
        long shapes =
                List.of("Input", "InputPath", "InputTransformer").stream()
                        .filter(target::containsKey)
                        .count();
        if (shapes > 1) {
            throw EventErrors.validation(
                    "Only one of Input, InputPath, or InputTransformer must be provided for target "
                            + id(target)
                            + ".");
        }
        InputPaths.check(target)
                .ifPresent(
                        wrong -> {
                            throw EventErrors.validation(wrong);
                        });
    }

    private static void checkDeadLetters(Map<String, Object> target) {
        if (target.get("DeadLetterConfig") instanceof Map<?, ?> config
                && config.get("Arn") instanceof String queue) {
            boolean standard =
                    !queue.endsWith(".fifo")
                            && Arn.parse(queue)
                                    .filter(arn -> arn.service().equals("sqs"))
                                    .isPresent();
            if (!standard) {
                throw EventErrors.validation(
                        "Invalid DeadLetterConfig for target %s: it must name a standard queue."
                                .formatted(id(target)));
            }
        }
    }

    private static String id(Map<String, Object> target) {
        return String.valueOf(target.get(StoredRule.ID));
    }

    RemoveTargetsResponse remove(RequestContext context, RemoveTargetsRequest input) {
        change(
                context,
                input.eventBusName(),
                input.rule(),
                targets ->
                        targets.stream().filter(each -> !input.ids().contains(id(each))).toList());
        return RemoveTargetsResponse.builder().failedEntryCount(0).failedEntries(List.of()).build();
    }

    private void change(
            RequestContext context,
            @Nullable String bus,
            String name,
            UnaryOperator<List<Map<String, Object>>> change) {
        Scope scope = BusNames.scope(context);
        String id = rules.existing(scope, bus, name).id();
        store.documents(StoredRule.KIND)
                .update(scope, id, rule -> rule.aiming(change.apply(rule.targets())));
    }

    ListTargetsByRuleResponse list(RequestContext context, ListTargetsByRuleRequest input) {
        Scope scope = BusNames.scope(context);
        int most = Objects.requireNonNullElse(input.limit(), PAGE);
        String after = Objects.requireNonNullElse(input.nextToken(), "");
        List<Map<String, Object>> targets =
                rules.existing(scope, input.eventBusName(), input.rule()).targets().stream()
                        .filter(each -> id(each).compareTo(after) > 0)
                        .toList();
        List<Map<String, Object>> page = targets.subList(0, Math.min(most, targets.size()));
        return ListTargetsByRuleResponse.builder()
                .targets(page.stream().map(RuleTargets::view).toList())
                .nextToken(page.size() < targets.size() ? id(page.getLast()) : null)
                .build();
    }

    private static Target view(Map<String, Object> members) {
        Target shaped = Target.builder().id("").arn("").build();
        return new Target(Structures.fromMap(shaped.data().shape(), members));
    }

    ListRuleNamesByTargetResponse names(
            RequestContext context, ListRuleNamesByTargetRequest input) {
        Scope scope = BusNames.scope(context);
        String bus = BusNames.existing(store, scope, input.eventBusName());
        int most = Objects.requireNonNullElse(input.limit(), PAGE);
        String after = Objects.requireNonNullElse(input.nextToken(), "");
        List<String> names =
                store
                        .documents(StoredRule.KIND)
                        .list(scope, StoredRule.id(bus, ""), null, Integer.MAX_VALUE)
                        .stream()
                        .filter(
                                rule ->
                                        rule.value().targets().stream()
                                                .anyMatch(
                                                        each ->
                                                                input.targetArn()
                                                                        .equals(
                                                                                each.get(
                                                                                        StoredRule
                                                                                                .ARN))))
                        .map(rule -> rule.value().name())
                        .filter(name -> name.compareTo(after) > 0)
                        .toList();
        List<String> page = names.subList(0, Math.min(most, names.size()));
        return ListRuleNamesByTargetResponse.builder()
                .ruleNames(page)
                .nextToken(page.size() < names.size() ? page.getLast() : null)
                .build();
    }
}
