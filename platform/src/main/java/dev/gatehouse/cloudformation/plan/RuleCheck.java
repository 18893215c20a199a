package dev.gatehouse.cloudformation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.stack.Exports;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The Rules section: what parameters may be together (CloudFormation User Guide, "Rules" and
 * "Rule-specific intrinsic functions").
 */
final class RuleCheck {
    private static final Set<String> RULE = Set.of("RuleCondition", "Assertions");
    private static final Set<String> ASSERTION = Set.of("Assert", "AssertDescription");

    private final Template template;
    private final Intrinsics intrinsics;
    private final Problems problems = new Problems();

    RuleCheck(
            Map<String, JsonNode> parameters,
            Map<String, Boolean> conditions,
            Place place,
            Template template) {
        this.template = template;
        this.intrinsics =
                new Intrinsics(
                        new StackScope(
                                place,
                                parameters,
                                Map.of(),
                                name -> conditions.getOrDefault(name, false),
                                template.section("Mappings"),
                                Exports.NONE));
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError telling the assertions that do
     *     not hold
     */
    void run() {
        for (Map.Entry<String, JsonNode> rule : template.section("Rules").properties()) {
            requireOnly(RULE, rule.getKey(), rule.getValue());
            JsonNode condition = rule.getValue().path("RuleCondition");
            if (condition.isMissingNode() || holds(condition)) {
                rule.getValue()
                        .path("Assertions")
                        .forEach(assertion -> check(rule.getKey(), assertion));
            }
        }
        problems.throwAny();
    }

    private void check(String rule, JsonNode assertion) {
        requireOnly(ASSERTION, rule, assertion);
        if (!holds(assertion.path("Assert"))) {
            problems.add(
                    "Rule %s failed: %s",
                    rule,
                    assertion
                            .path("AssertDescription")
                            .asText("an assertion does not hold: " + assertion.path("Assert")));
        }
    }

    private static void requireOnly(Set<String> known, String rule, JsonNode declared) {
        for (Map.Entry<String, JsonNode> member : declared.properties()) {
            if (!known.contains(member.getKey())) {
                throw TemplateErrors.of(
                        "Invalid template rule property '%s' of %s", member.getKey(), rule);
            }
        }
    }

    private boolean holds(JsonNode expression) {
        if (!(expression instanceof ObjectNode call) || call.size() != 1) {
            return intrinsics.holds(expression);
        }
        String function = call.fieldNames().next();
        JsonNode argument = call.get(function);
        return switch (function) {
            case "Fn::Not" -> !holds(argument.path(0));
            case "Fn::And" -> argument.valueStream().allMatch(this::holds);
            case "Fn::Or" -> argument.valueStream().anyMatch(this::holds);
            case "Fn::Contains" ->
                    contains(argument.path(0)).test(intrinsics.evaluate(argument.path(1)));
            case "Fn::EachMemberEquals" ->
                    intrinsics
                            .evaluate(argument.path(0))
                            .valueStream()
                            .allMatch(
                                    each ->
                                            each.asText()
                                                    .equals(
                                                            intrinsics
                                                                    .evaluate(argument.path(1))
                                                                    .asText()));
            case "Fn::EachMemberIn" ->
                    intrinsics
                            .evaluate(argument.path(0))
                            .valueStream()
                            .allMatch(contains(argument.path(1)));
            default -> intrinsics.holds(expression);
        };
    }

    private Predicate<JsonNode> contains(JsonNode written) {
        JsonNode list = intrinsics.evaluate(written);
        return value -> list.valueStream().anyMatch(each -> each.asText().equals(value.asText()));
    }
}
