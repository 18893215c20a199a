package dev.gatehouse.cloudformation.resource;

import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every type a stack may hold. A new type is one file and one line here. */
public final class ResourceTypes {
    private static final List<ResourceType> TYPES =
            List.of(
                    new LambdaFunction(),
                    new LambdaVersion(),
                    new LambdaAlias(),
                    new LambdaPermission(),
                    new LambdaLayerVersion(),
                    new LambdaLayerVersionPermission(),
                    new IamRole(),
                    new IamPolicy(),
                    new IamManagedPolicy(),
                    new S3Bucket(),
                    new S3BucketPolicy(),
                    new LogGroup(),
                    new RestMethod(),
                    new RestAccount(),
                    ApiGatewayTypes.restApi(),
                    ApiGatewayTypes.resource(),
                    ApiGatewayTypes.deployment(),
                    ApiGatewayTypes.stage(),
                    ApiGatewayV2Types.api(),
                    ApiGatewayV2Types.integration(),
                    ApiGatewayV2Types.route(),
                    ApiGatewayV2Types.stage(),
                    new CdkMetadata());

    private static final Map<String, ResourceType> BY_NAME =
            TYPES.stream().collect(Collectors.toMap(ResourceType::name, Function.identity()));

    private ResourceTypes() {}

    /** Whether a stack may hold resources of a type. */
    public static boolean isKnown(String type) {
        return BY_NAME.containsKey(type);
    }

    /** The properties of a type whose change makes a new resource in place of the old one. */
    public static Set<String> replacing(String type) {
        return ResourceSchemas.named(type).map(ResourceSchema::replacing).orElse(Set.of());
    }

    /** The names of all types. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming a type not supported
     */
    public static ResourceType named(String type) {
        ResourceType found = BY_NAME.get(type);
        if (found == null) {
            throw TemplateErrors.of(
                    "Template format error: Unrecognized resource types: [%s]", type);
        }
        return found;
    }
}
