package dev.gatehouse.cloudformation.type;

import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.type.apigateway.GatewayTypes;
import dev.gatehouse.cloudformation.type.cloudformation.CustomResource;
import dev.gatehouse.cloudformation.type.cloudformation.NestedStack;
import dev.gatehouse.cloudformation.type.cloudformation.WaitCondition;
import dev.gatehouse.cloudformation.type.cloudformation.WaitConditionHandle;
import dev.gatehouse.cloudformation.type.cloudwatch.CloudWatchAlarm;
import dev.gatehouse.cloudformation.type.cloudwatch.CloudWatchDashboard;
import dev.gatehouse.cloudformation.type.iam.IamTypes;
import dev.gatehouse.cloudformation.type.lambda.LambdaTypes;
import dev.gatehouse.cloudformation.type.neighbour.NeighbourTypes;
import dev.gatehouse.cloudformation.type.scaling.ScalableTargetType;
import dev.gatehouse.cloudformation.type.scaling.ScalingPolicyType;
import dev.gatehouse.cloudformation.type.secret.SecretTypes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every type a stack may hold. A new type is one file and one line, here or in its service's list.
 */
public final class ResourceTypes {
    private static final List<ResourceType> OTHERS =
            List.of(
                    new S3Bucket(),
                    new S3BucketPolicy(),
                    new LogGroup(),
                    new LogStream(),
                    new CloudWatchAlarm(CloudWatchAlarm.Form.METRIC),
                    new CloudWatchAlarm(CloudWatchAlarm.Form.COMPOSITE),
                    new CloudWatchDashboard(),
                    new SsmParameter(),
                    new EcrRepository(),
                    new ScalableTargetType(),
                    new ScalingPolicyType(),
                    new NestedStack(),
                    new WaitCondition(),
                    new WaitConditionHandle(),
                    new CdkMetadata());

    private static final Map<String, ResourceType> BY_NAME =
            Stream.of(
                            LambdaTypes.ALL,
                            IamTypes.ALL,
                            GatewayTypes.ALL,
                            NeighbourTypes.ALL,
                            SecretTypes.ALL,
                            OTHERS)
                    .flatMap(List::stream)
                    .collect(Collectors.toMap(ResourceType::name, Function.identity()));

    private ResourceTypes() {}

    /** Whether a stack may hold resources of a type. */
    public static boolean isKnown(String type) {
        return BY_NAME.containsKey(type) || CustomResource.isCustom(type);
    }

    /** The properties of a type whose change makes a new resource in place of the old one. */
    public static Set<String> replacing(String type) {
        Set<String> replacing =
                new HashSet<>(schema(type).map(ResourceSchema::replacing).orElse(Set.of()));
        ResourceType known = BY_NAME.get(type);
        if (known != null) {
            replacing.addAll(known.replacing());
        }
        return replacing;
    }

    /** Whether a type gives an attribute that its published schema does not have. */
    public static boolean offers(String type, String attribute) {
        ResourceType found = BY_NAME.get(type);
        if (found == null) {
            return CustomResource.isCustom(type);
        }
        String family = attribute.split("\\.", 2)[0] + ".*";
        return found.attributes().contains(attribute) || found.attributes().contains(family);
    }

    /** What is published of a type; nothing of those whose properties are their authors' own. */
    public static Optional<ResourceSchema> schema(String type) {
        return CustomResource.isCustom(type) ? Optional.empty() : ResourceSchemas.named(type);
    }

    /** The names of all types. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming a type not supported
     */
    public static ResourceType named(String type) {
        ResourceType found =
                CustomResource.isCustom(type) ? new CustomResource(type) : BY_NAME.get(type);
        if (found == null) {
            throw TemplateErrors.of(
                    "Template format error: Unrecognized resource types: [%s]", type);
        }
        return found;
    }
}
