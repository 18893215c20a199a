package dev.gatehouse.cloudformation.type.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.RequestId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code AWS::CloudFormation::CustomResource} and {@code Custom::*}: what a function makes, which
 * is told what to do and puts what became of it to a URL (CloudFormation User Guide, "Custom
 * resources").
 *
 * @param name the type, which the author may choose
 */
public record CustomResource(String name) implements ResourceType {
    private static final String NAMED = "AWS::CloudFormation::CustomResource";
    private static final String FREE = "Custom::";
    private static final String TOKEN = "ServiceToken";
    private static final String TIMEOUT = "ServiceTimeout";
    private static final String ID = "PhysicalResourceId";
    private static final String REQUEST_TYPE = "RequestType";
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** Whether a type is that of a custom resource. */
    public static boolean isCustom(String type) {
        return type.equals(NAMED) || (type.startsWith(FREE) && type.length() > FREE.length());
    }

    /** Everything is the function's affair. */
    @Override
    public Set<String> properties() {
        return Set.of(".*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return List.of();
    }

    /** Makes it; what fails to be made is told to go away, as on AWS. */
    @Override
    public Physical create(Target target, ObjectNode declared) {
        String planned = target.generatedName(255);
        ObjectNode request = request(target, "Create", declared);
        Outcome outcome = ask(target, declared, request);
        if (outcome.failure() != null) {
            Physical left = new Physical(outcome.id() == null ? planned : outcome.id());
            ask(target, declared, request(target, "Delete", declared).put(ID, left.id()));
            throw TemplateErrors.of("%s", outcome.failure());
        }
        if (outcome.id() == null) {
            throw TemplateErrors.of("Invalid PhysicalResourceId");
        }
        return new Physical(outcome.id(), outcome.data(), outcome.secret());
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        if (!before.path(TOKEN).equals(declared.path(TOKEN))) {
            throw TemplateErrors.of("Modifying service token is not allowed.");
        }
        ObjectNode request = request(target, "Update", declared).put(ID, current.id());
        request.set("OldResourceProperties", texts(before));
        Outcome outcome = ask(target, declared, request);
        if (outcome.failure() != null) {
            throw TemplateErrors.of("%s", outcome.failure());
        }
        String id = outcome.id() == null ? current.id() : outcome.id();
        return new Physical(id, outcome.data(), outcome.secret());
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode request = request(target, "Delete", declared).put(ID, current.id());
        Outcome outcome = ask(target, declared, request);
        if (outcome.failure() != null) {
            throw TemplateErrors.of("%s", outcome.failure());
        }
    }

    /**
     * What a function said.
     *
     * @param id what it calls the resource; null when it did not say
     * @param secret whether it asked that its data be hidden
     * @param failure why it failed; null when it did not
     */
    private record Outcome(
            @Nullable String id, ObjectNode data, boolean secret, @Nullable String failure) {}

    private static Outcome ask(Target target, ObjectNode declared, ObjectNode request) {
        String function = declared.path(TOKEN).asText();
        if (!function.startsWith("arn:") || !function.contains(":lambda:")) {
            throw TemplateErrors.of(
                    "Invalid service token: %s; a function's ARN is supported alone", function);
        }
        String requestId = request.path("RequestId").asText();
        long seconds = declared.path(TIMEOUT).asLong(PATIENCE.toSeconds());
        try (CustomResponses.Ticket ticket = target.responses().open(target.identity().region())) {
            request.put("ResponseURL", ticket.url());
            ObjectNode call = Target.input().put("FunctionName", function);
            call.put("InvocationType", "Event");
            call.put("Payload", request.toString().getBytes(StandardCharsets.UTF_8));
            target.call("lambda", "Invoke", call);
            Optional<JsonNode> response = ticket.await(Duration.ofSeconds(seconds));
            return response.map(each -> outcome(requestId, each))
                    .orElseGet(() -> new Outcome(null, Target.input(), false, silence(requestId)));
        }
    }

    private static Outcome outcome(String requestId, JsonNode response) {
        ObjectNode data =
                response.path("Data") instanceof ObjectNode given ? given : Target.input();
        String id = response.path(ID).asText("");
        String status = response.path("Status").asText();
        String reason = response.path("Reason").asText("");
        return new Outcome(
                id.isEmpty() ? null : id,
                data,
                response.path("NoEcho").asBoolean(),
                status.equals("SUCCESS")
                        ? null
                        : "Received response status [%s] from custom resource. Message returned: %s"
                                .formatted(status, reason)
                                .concat(" (RequestId: " + requestId + ")"));
    }

    private static String silence(String requestId) {
        return "CloudFormation did not receive a response from your Custom Resource. Please check"
                + " your logs for requestId ["
                + requestId
                + "]. If you are using the Python cfn-response module, you may need to update your"
                + " Lambda function code so that CloudFormation can attach the updated version.";
    }

    private ObjectNode request(Target target, String type, ObjectNode declared) {
        ObjectNode request = Target.input().put(REQUEST_TYPE, type);
        request.set(TOKEN, declared.path(TOKEN));
        request.put("StackId", target.stackId());
        request.put("RequestId", RequestId.next().toString());
        request.put("LogicalResourceId", target.logicalId());
        request.put("ResourceType", name);
        request.set("ResourceProperties", texts(declared));
        return request;
    }

    /** Functions see every number and boolean as text. */
    private static JsonNode texts(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode result = Target.input();
                object.properties().forEach(e -> result.set(e.getKey(), texts(e.getValue())));
                yield result;
            }
            case ArrayNode list -> {
                ArrayNode result = list.arrayNode();
                list.forEach(item -> result.add(texts(item)));
                yield result;
            }
            default -> Target.input().textNode(value.asText());
        };
    }
}
