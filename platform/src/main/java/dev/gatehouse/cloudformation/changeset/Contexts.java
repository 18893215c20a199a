package dev.gatehouse.cloudformation.changeset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.template.References;

/** Properties as a change set shows them: none that a NoEcho parameter's value is in. */
final class Contexts {
    private static final JsonNode MASK = TextNode.valueOf("****");

    private final ObjectNode parameters;
    private final FormerSecrets secrets;

    Contexts(Plan plan, FormerSecrets secrets) {
        this.parameters = plan.template().section("Parameters");
        this.secrets = secrets;
    }

    /** Whether what a template writes stands for a secret. */
    boolean isSecret(JsonNode written) {
        return References.in(written).stream()
                .anyMatch(name -> parameters.path(name).path("NoEcho").asBoolean());
    }

    /**
     * A resource's properties, before or after the change.
     *
     * @param written what the template says of them, where it is at hand
     */
    String of(ObjectNode properties, ObjectNode written) {
        ObjectNode shown = properties.deepCopy();
        shown.properties()
                .forEach(
                        each -> {
                            if (secrets.areIn(each.getValue())
                                    || isSecret(written.path(each.getKey()))) {
                                each.setValue(MASK);
                            }
                        });
        return document(shown);
    }

    private static String document(ObjectNode properties) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("Properties", properties);
        return document.toString();
    }
}
