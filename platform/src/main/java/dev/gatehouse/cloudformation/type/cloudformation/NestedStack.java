package dev.gatehouse.cloudformation.type.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code AWS::CloudFormation::Stack}: a stack whose template is an object in S3. */
public final class NestedStack implements ResourceType {
    /** The type's name. */
    public static final String NAME = "AWS::CloudFormation::Stack";

    private static final String SERVICE = "cloudformation";
    private static final String STACK = "StackName";
    private static final String TEMPLATE = "TemplateURL";
    private static final String PARAMETERS = "Parameters";
    private static final String TAGS = "Tags";
    private static final String TOPICS = "NotificationARNs";
    private static final String TIMEOUT = "TimeoutInMinutes";
    private static final String REVIEW = "REVIEW_IN_PROGRESS";

    /** What a generated name of a stack has at most. */
    public static final int LONGEST_NAME = 128;

    private static final long POLL_MILLIS = 50;

    /** Of these hold those that were acknowledged for the stack which this one is nested in. */
    private static final List<String> CAPABILITIES =
            List.of("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> properties() {
        return Set.of(TEMPLATE, PARAMETERS + ".*", TAGS + ".*", TOPICS, TIMEOUT);
    }

    /** Outputs of the nested stack are attributes, by their names. */
    @Override
    public Set<String> attributes() {
        return Set.of("Outputs.*");
    }

    /** Its template may be another one behind the same URL. */
    @Override
    public boolean changesWithin() {
        return true;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return describe(target, target.generatedName(LONGEST_NAME)).stream()
                .map(stack -> new Physical(stack.path("StackId").asText()))
                .toList();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = input(target.generatedName(LONGEST_NAME), declared);
        if (declared.has(TIMEOUT)) {
            input.set(TIMEOUT, declared.get(TIMEOUT));
        }
        String id = target.call(SERVICE, "CreateStack", input).path("StackId").asText();
        JsonNode made = settled(target, id);
        if (!isMade(made)) {
            Physical failed = new Physical(id);
            String reason = reason(target, id);
            delete(target, failed, declared);
            throw TemplateErrors.of(
                    "Embedded stack %s was not successfully created: %s", id, reason);
        }
        return physical(made);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String id = current.id();
        if (status(settled(target, id)).equals("UPDATE_ROLLBACK_FAILED")) {
            target.call(SERVICE, "ContinueUpdateRollback", Target.input().put(STACK, id));
            settled(target, id);
        }
        try {
            ObjectNode input = input(id, declared);
            if (before.has(TOPICS) && !declared.has(TOPICS)) {
                input.putArray(TOPICS);
            }
            target.call(SERVICE, "UpdateStack", input);
        } catch (ServiceException rejection) {
            if (!rejection.text().contains("No updates are to be performed")) {
                throw rejection;
            }
            return physical(settled(target, id));
        }
        JsonNode changed = settled(target, id);
        if (!isMade(changed)) {
            throw TemplateErrors.of(
                    "Embedded stack %s was not successfully updated. Currently in %s with reason:"
                            + " %s",
                    current.id(), status(changed), reason(target, current.id()));
        }
        return physical(changed);
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        if (describe(target, current.id()).isEmpty()) {
            return;
        }
        // A node that was killed may still be at work on it.
        settled(target, current.id());
        target.call(SERVICE, "DeleteStack", Target.input().put(STACK, current.id()));
        JsonNode gone = settled(target, current.id());
        if (!status(gone).equals("DELETE_COMPLETE")) {
            throw TemplateErrors.of(
                    "Embedded stack %s was not successfully deleted: %s",
                    current.id(), gone.path("StackStatusReason").asText());
        }
    }

    private static ObjectNode input(String stack, ObjectNode declared) {
        ObjectNode input = Target.input().put(STACK, stack);
        input.set(TEMPLATE, declared.path(TEMPLATE));
        ArrayNode parameters = input.putArray(PARAMETERS);
        for (Map.Entry<String, JsonNode> each : declared.path(PARAMETERS).properties()) {
            parameters
                    .addObject()
                    .put("ParameterKey", each.getKey())
                    .put("ParameterValue", parameter(each.getValue()));
        }
        CAPABILITIES.forEach(input.putArray("Capabilities")::add);
        ArrayNode tags = input.putArray(TAGS);
        declared.path(TAGS).forEach(tags::add);
        if (declared.has(TOPICS)) {
            input.set(TOPICS, declared.get(TOPICS));
        }
        return input;
    }

    /** A parameter as text: a list is what CommaDelimitedList reads. */
    public static String parameter(JsonNode value) {
        if (value.isArray()) {
            List<String> items = value.valueStream().map(JsonNode::asText).toList();
            return String.join(",", items);
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static Physical physical(JsonNode stack) {
        ObjectNode attributes = Target.input();
        for (JsonNode output : stack.path("Outputs")) {
            attributes.set(
                    "Outputs." + output.path("OutputKey").asText(), output.path("OutputValue"));
        }
        return new Physical(stack.path("StackId").asText(), attributes);
    }

    private static boolean isMade(JsonNode stack) {
        return status(stack).equals("CREATE_COMPLETE") || status(stack).equals("UPDATE_COMPLETE");
    }

    private static String status(JsonNode stack) {
        return stack.path("StackStatus").asText();
    }

    /**
     * What failed first in a nested stack, which its own state tells less of once it rolled back.
     */
    private static String reason(Target target, String id) {
        JsonNode events =
                target.call(SERVICE, "DescribeStackEvents", Target.input().put(STACK, id))
                        .path("StackEvents");
        for (JsonNode event : events) {
            boolean own = event.path("PhysicalResourceId").asText().equals(id);
            boolean turns = event.path("ResourceStatus").asText().endsWith("ROLLBACK_IN_PROGRESS");
            if (own && turns) {
                return event.path("ResourceStatusReason").asText();
            }
        }
        return "";
    }

    /** The stack once nothing works on it. */
    private static JsonNode settled(Target target, String id) {
        while (true) {
            JsonNode stack =
                    describe(target, id)
                            .orElseThrow(
                                    () -> TemplateErrors.of("Stack with id %s does not exist", id));
            String status = status(stack);
            if (status.equals(REVIEW) || !status.endsWith("_IN_PROGRESS")) {
                return stack;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw TemplateErrors.of("Stack with id %s was not awaited", id);
            }
        }
    }

    private static Optional<JsonNode> describe(Target target, String nameOrId) {
        try {
            return Optional.of(
                    target.call(SERVICE, "DescribeStacks", Target.input().put(STACK, nameOrId))
                            .path("Stacks")
                            .path(0));
        } catch (ServiceException absent) {
            if (absent.text().endsWith("does not exist")) {
                return Optional.empty();
            }
            throw absent;
        }
    }
}
