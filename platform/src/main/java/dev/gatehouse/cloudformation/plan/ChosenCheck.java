package dev.gatehouse.cloudformation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import java.util.Map;
import java.util.Set;

/**
 * What can be said against a template once parameters and conditions are known: a reference to a
 * resource that a condition leaves out, a key that a mapping does not have. Of a choice only the
 * side that is taken counts.
 */
final class ChosenCheck {
    private final StackScope scope;
    private final Set<String> absent;
    private final Problems problems = new Problems();

    /**
     * @param scope what is known without any resource
     * @param absent resources that the template declares and conditions leave out
     */
    ChosenCheck(StackScope scope, Set<String> absent) {
        this.scope = scope;
        this.absent = absent;
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming what is not there
     */
    void run(Map<String, ResourceDeclaration> existing, ObjectNode outputs) {
        existing.values().forEach(resource -> check(resource.properties(), "Resources"));
        for (JsonNode output : outputs) {
            JsonNode condition = output.path("Condition");
            if (condition.isMissingNode() || scope.condition(condition.asText())) {
                check(output, "Outputs");
            }
        }
        problems.throwAny();
    }

    private void check(JsonNode node, String block) {
        if (!(node instanceof ObjectNode object) || !Intrinsics.isCall(object)) {
            node.forEach(child -> check(child, block));
            return;
        }
        String function = object.fieldNames().next();
        JsonNode argument = object.get(function);
        switch (function) {
            case "Fn::If" ->
                    check(argument.path(scope.condition(argument.path(0).asText()) ? 1 : 2), block);
            case "Fn::FindInMap" -> problems.collect(() -> new Intrinsics(scope).evaluate(node));
            case "Ref" -> present(argument.asText(), block);
            case "Fn::GetAtt" -> present(argument.path(0).asText(), block);
            default -> check(argument, block);
        }
    }

    private void present(String name, String block) {
        if (absent.contains(name)) {
            problems.add(
                    "Template format error: Unresolved resource dependencies [%s] in the %s block"
                            + " of the template",
                    name, block);
        }
    }
}
