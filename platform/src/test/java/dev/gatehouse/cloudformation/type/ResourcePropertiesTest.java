package dev.gatehouse.cloudformation.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.http.AwsRequest;
import dev.gatehouse.client.http.AwsResponse;
import dev.gatehouse.cloudformation.plan.TemplateCheck;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.schema.SchemaExamples;
import dev.gatehouse.cloudformation.schema.SchemaExamples.Example;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.format.Structures;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing a template says of a resource is dropped unheard: every property of every type's
 * published schema is rejected by name before anything is made, or changes what services are asked
 * for, both when a resource is made and when it is changed.
 */
@Tag("unit")
class ResourcePropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Inline code is packed by what the runtime calls its file; an inline policy has holders, an
     * addition to a group has members; how a document is imported counts where there is one.
     */
    private static final Map<String, Map<String, Object>> BESIDE =
            Map.ofEntries(
                    Map.entry("AWS::Lambda::Function", Map.of("Runtime", "python3.12")),
                    Map.entry(
                            "AWS::ApiGateway::RestApi",
                            Map.of("BodyS3Location", Map.of("Bucket", "bucket", "Key", "key"))),
                    Map.entry(
                            "AWS::ApiGatewayV2::Api",
                            Map.of("BodyS3Location", Map.of("Bucket", "bucket", "Key", "key"))),
                    Map.entry("AWS::ApiGateway::Deployment", Map.of("StageName", "key")),
                    Map.entry("AWS::IAM::Policy", Map.of("Roles", List.of("role"))),
                    Map.entry("AWS::IAM::UserToGroupAddition", Map.of("Users", List.of("user"))),
                    Map.entry("AWS::SQS::QueuePolicy", Map.of("Queues", List.of("queue"))),
                    Map.entry("AWS::SNS::TopicPolicy", Map.of("Topics", List.of("topic"))),
                    Map.entry(
                            "AWS::StepFunctions::StateMachine",
                            Map.of("DefinitionString", "${key}")),
                    Map.entry("AWS::KMS::Key", Map.of("EnableKeyRotation", true)));

    /** What says no more than that another resource is wanted. */
    private static final Set<String> ONLY_REPLACES = Set.of("AWS::IAM::AccessKey Serial");

    /** What is asked for only when a resource goes. */
    private static final Set<String> ONLY_ENDS =
            Set.of("AWS::ECR::Repository EmptyOnDelete", "AWS::KMS::Key PendingWindowInDays");

    /** What says how something is made or changed, or how long that may take. */
    private static final Set<String> ONLY_SAYS_HOW =
            Set.of(
                    "AWS::ApiGateway::RestApi CloneFrom",
                    "AWS::KMS::Key BypassPolicyLockoutSafetyCheck",
                    "AWS::CloudFormation::Stack TimeoutInMinutes");

    /** Asks no service for anything: it waits for signals, as often and as long as it is told. */
    private static final String WAITS = "AWS::CloudFormation::WaitCondition";

    static List<String> types() {
        return ResourceTypes.names().stream()
                .filter(type -> !type.equals(WAITS))
                .filter(type -> ResourceSchemas.named(type).isPresent())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyPropertyIsHeardOrRejectedByName(String type) {
        ResourceSchema schema = ResourceSchemas.named(type).orElseThrow();
        List<String> unheard = new ArrayList<>();
        for (Example example : SchemaExamples.of(schema)) {
            String rejection = rejection(type, example.one());
            if (rejection == null
                    && !ONLY_ENDS.contains(type + " " + example.path())
                    && !isRejectedLater(type, example)) {
                listen(type, schema, example, unheard);
            } else if (rejection != null && !isNamed(example.path(), rejection)) {
                unheard.add(example.path() + " is rejected without its name: " + rejection);
            }
        }
        assertThat(unheard).isEmpty();
    }

    /**
     * Whether what makes the resource rejects the property by its name, which stands alone here.
     */
    private static boolean isRejectedLater(String type, Example example) {
        try {
            created(type, example.one());
            return false;
        } catch (ServiceException rejection) {
            String path = example.path();
            return rejection.text().contains(path.substring(path.lastIndexOf('.') + 1));
        }
    }

    private static void listen(
            String type, ResourceSchema schema, Example example, List<String> unheard) {
        boolean heard = ONLY_REPLACES.contains(type + " " + example.path());
        if (!heard && created(type, example.one()).equals(created(type, example.other()))) {
            unheard.add(example.path() + " changes nothing that is made");
        }
        String property = example.path().split("\\.", 2)[0];
        boolean kept =
                !ResourceTypes.replacing(type).contains(property)
                        && !ONLY_SAYS_HOW.contains(type + " " + example.path());
        if (kept
                && updated(type, example.one(), example.other())
                        .equals(updated(type, example.one(), example.one()))) {
            unheard.add(example.path() + " is not changed by an update");
        }
    }

    private static String rejection(String type, ObjectNode properties) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("Resources").putObject("R").put("Type", type).set("Properties", properties);
        try {
            TemplateCheck.expanded(Template.of(root));
            return null;
        } catch (ServiceException rejection) {
            return rejection.text();
        }
    }

    /** Whether a rejection names a property, or one that it stands in. */
    private static boolean isNamed(String path, String rejection) {
        for (String name : path.split("\\.")) {
            if (rejection.contains("extraneous key [" + name + "] is not permitted")) {
                return true;
            }
        }
        for (String at = path;
                !at.isEmpty();
                at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            if (rejection.contains("the property " + at + " is not supported")) {
                return true;
            }
        }
        return false;
    }

    private static String created(String type, ObjectNode properties) {
        ArrayNode calls = JSON.createArrayNode();
        ResourceTypes.named(type).create(target(calls), whole(type, properties));
        return normal(calls);
    }

    private static String updated(String type, ObjectNode before, ObjectNode after) {
        ArrayNode calls = JSON.createArrayNode();
        ResourceType handlers = ResourceTypes.named(type);
        Physical current = new Physical("current").with("Arn", "arn:aws:x");
        handlers.update(target(calls), current, whole(type, before), whole(type, after));
        return normal(calls);
    }

    private static ObjectNode whole(String type, ObjectNode properties) {
        ObjectNode whole = properties.deepCopy();
        BESIDE.getOrDefault(type, Map.of())
                .forEach(
                        (name, value) -> {
                            if (whole.path(name).isEmpty() && !whole.path(name).isValueNode()) {
                                whole.set(name, JSON.valueToTree(value));
                            }
                        });
        return whole;
    }

    /** Calls without the random part of generated names. */
    private static String normal(ArrayNode calls) {
        return calls.toString().replaceAll("(?i)-[a-z0-9]{12}\"", "-RANDOM\"");
    }

    private static Target target(ArrayNode calls) {
        return new Target(
                new Recording(calls),
                new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT),
                "stack",
                "arn:stack",
                "R",
                "TOKEN",
                new CustomResponses(Clock.SYSTEM));
    }

    /** Writes calls down instead of making them. */
    private record Recording(ArrayNode calls) implements AwsClient {
        @Override
        public Map<String, Object> call(String service, String operation, Map<String, ?> input) {
            calls.addObject().put("operation", operation).set("input", JSON.valueToTree(input));
            return ANSWER;
        }

        @Override
        public Structure call(OperationModel operation, Structure input) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream payload(OperationModel operation, Structure input) {
            calls.addObject()
                    .put("operation", operation.name())
                    .set("input", JSON.valueToTree(Structures.toMap(input)));
            return InputStream.nullInputStream();
        }

        @Override
        public AwsResponse send(String service, AwsRequest request) {
            throw new UnsupportedOperationException();
        }
    }

    private static final Map<String, Object> ANSWER =
            Map.of(
                    "FunctionName", "f",
                    "FunctionArn", "arn:aws:lambda:f",
                    "State", "Active",
                    "Status", "READY",
                    "LastUpdateStatus", "Successful",
                    "Version", "1",
                    "Stacks", List.of(Map.of("StackId", "s", "StackStatus", "CREATE_COMPLETE")),
                    "Role", Map.of("RoleName", "r", "Arn", "arn:aws:iam:r", "RoleId", "AROA"));
}
