package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code AWS::ApiGateway::RestApi}: the API itself, and what a document of OpenAPI makes of it.
 * What the template says of the API counts before what the document says.
 */
final class RestApiType implements ResourceType {
    private static final String SERVICE = "apigateway";
    private static final String NAME = "Name";
    private static final String MODE = "Mode";
    private static final String PARAMETERS = "Parameters";

    private static final Set<String> HOW = Set.of("FailOnWarnings", MODE, PARAMETERS);

    /** What an API's own operations take. */
    private static final Set<String> HEAD =
            Set.of(
                    NAME,
                    "Description",
                    "BinaryMediaTypes",
                    "ApiKeySourceType",
                    "EndpointConfiguration.Types",
                    "EndpointConfiguration.IpAddressType",
                    "DisableExecuteApiEndpoint",
                    "Policy.*",
                    "Tags.*");

    private static final Set<String> PATCHED =
            Set.of(
                    NAME,
                    "Description",
                    "BinaryMediaTypes",
                    "ApiKeySourceType",
                    "DisableExecuteApiEndpoint",
                    "Policy");

    private final ApiResource head =
            new ApiResource(
                    "AWS::ApiGateway::RestApi",
                    HEAD,
                    Set.of("RootResourceId", "RestApiId"),
                    new ApiResource.Operations(
                            SERVICE, "RestApi", "id", "restApiId", "", Set.of(NAME)),
                    new Patches(PATCHED));

    @Override
    public String name() {
        return head.name();
    }

    @Override
    public Set<String> properties() {
        Set<String> all = new HashSet<>(HEAD);
        all.addAll(ApiDefinition.PROPERTIES);
        all.addAll(Set.of(MODE, PARAMETERS + ".*"));
        return all;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return head.find(target, head(target, declared));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode named = head(target, declared);
        Physical made = head.create(target, named);
        if (ApiDefinition.isIn(declared)) {
            Target.complete(
                    () -> put(target, made, named, declared),
                    () -> head.delete(target, made, named));
        }
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode named = head(target, declared);
        head.update(target, current, head(target, before), named);
        if (ApiDefinition.changed(before, declared, HOW)) {
            put(target, current, named, declared);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        head.delete(target, current, declared);
    }

    /** What the template says of the API itself. */
    private static ObjectNode head(Target target, ObjectNode declared) {
        ObjectNode head = declared.deepCopy();
        head.retain(
                "ApiKeySourceType",
                "BinaryMediaTypes",
                "Description",
                "Policy",
                "Tags",
                NAME,
                "DisableExecuteApiEndpoint",
                "EndpointConfiguration");
        if (!head.has(NAME)) {
            head.put(NAME, ApiDefinition.title(declared, target.stack()));
        }
        return head;
    }

    /** Imports the document, and says again of the API what the template says of it. */
    private static void put(
            Target target, Physical api, ObjectNode head, ObjectNode declared) {
        ObjectNode input =
                Target.input()
                        .put("restApiId", api.id())
                        .put("mode", declared.path(MODE).asText("overwrite"))
                        .put("failOnWarnings", declared.path("FailOnWarnings").asBoolean())
                        .put("body", ApiDefinition.read(target, declared));
        if (declared.has(PARAMETERS)) {
            input.set("parameters", declared.get(PARAMETERS));
        }
        target.call(SERVICE, "PutRestApi", input);
        ArrayNode patch = Patches.of(PATCHED, Target.input(), ApiResource.Operations.written(head));
        target.call(
                SERVICE,
                "UpdateRestApi",
                Target.input()
                        .put("restApiId", api.id())
                        .<ObjectNode>set("patchOperations", patch));
    }
}
