package dev.gatehouse.cloudformation.type.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.MemberNames;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A resource beside the APIs, with tags: a VPC link or a client certificate.
 *
 * @param name the type
 * @param properties what it understands
 * @param verb what makes one: {@code Create} or {@code Generate}
 * @param noun what the operations are called after
 * @param collection the segment of ARNs in front of the id
 */
record AccountResource(
        String name, Set<String> properties, String verb, String noun, String collection)
        implements ResourceType {
    private static final String TAGS = "Tags";

    /** What can be changed of all of them. */
    private static final Set<String> CHANGED = Set.of("Name", "Description");

    static ResourceType vpcLink() {
        return new AccountResource(
                "AWS::ApiGateway::VpcLink",
                Set.of("Name", "Description", "TargetArns", "Tags.*"),
                "Create",
                "VpcLink",
                "vpclinks");
    }

    static ResourceType vpcLinkV2() {
        return new AccountResource(
                "AWS::ApiGatewayV2::VpcLink",
                Set.of("Name", "SecurityGroupIds", "SubnetIds", "Tags.*"),
                "Create",
                "VpcLink",
                "vpclinks");
    }

    static ResourceType clientCertificate() {
        return new AccountResource(
                "AWS::ApiGateway::ClientCertificate",
                Set.of("Description", "Tags.*"),
                "Generate",
                "ClientCertificate",
                "clientcertificates");
    }

    private boolean isSecond() {
        return name.startsWith("AWS::ApiGatewayV2::");
    }

    private String service() {
        return isSecond() ? "apigatewayv2" : "apigateway";
    }

    /** A member as the service has it. */
    private String member(String property) {
        return isSecond() ? property : MemberNames.lowerFirst(property);
    }

    private String shownId() {
        return isSecond() || noun.equals("ClientCertificate") ? member(noun + "Id") : "id";
    }

    private ObjectNode members(ObjectNode declared) {
        return isSecond() ? declared.deepCopy() : MemberNames.lower(declared);
    }

    /** What has no name cannot be known again. */
    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        List<Physical> found = new ArrayList<>();
        String wanted = declared.path("Name").asText();
        if (!wanted.isEmpty()) {
            target.call(service(), "Get" + noun + 's', Target.input())
                    .path(member("Items"))
                    .forEach(
                            each -> {
                                if (each.path(member("Name")).asText().equals(wanted)) {
                                    found.add(physical(each));
                                }
                            });
        }
        return found;
    }

    private Physical physical(JsonNode one) {
        String id = one.path(shownId()).asText();
        return new Physical(id).with(noun + "Id", id);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        return physical(target.call(service(), verb + noun, members(declared)));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = identity(current);
        if (!isSecond()) {
            ArrayNode patch = Patches.of(CHANGED, before, declared);
            if (!patch.isEmpty()) {
                input.set("patchOperations", patch);
                target.call(service(), "Update" + noun, input);
            }
        } else if (!before.path("Name").equals(declared.path("Name"))) {
            input.set("Name", declared.path("Name"));
            target.call(service(), "Update" + noun, input);
        }
        if (!before.path(TAGS).equals(declared.path(TAGS))) {
            String arn = target.arn("apigateway", '/' + collection + '/' + current.id());
            Tagging.change(target, service(), member("ResourceArn"), arn, before, declared);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(service(), "Delete" + noun, identity(current));
    }

    private ObjectNode identity(Physical current) {
        return Target.input().put(member(noun + "Id"), current.id());
    }
}
