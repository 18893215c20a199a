package dev.gatehouse.cloudformation.type.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.Arn;
import java.util.List;
import java.util.Set;

/** {@code AWS::IAM::OIDCProvider}. */
final class IamOidcProvider implements ResourceType {
    private static final String SERVICE = "iam";
    private static final String ARN = "OpenIDConnectProviderArn";
    private static final String CLIENTS = "ClientIdList";
    private static final String THUMBPRINTS = "ThumbprintList";

    @Override
    public String name() {
        return "AWS::IAM::OIDCProvider";
    }

    @Override
    public Set<String> properties() {
        return Set.of("Url", CLIENTS, THUMBPRINTS, "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String host = declared.path("Url").asText().replaceFirst("^https://", "");
        String arn =
                Arn.global(
                                SERVICE,
                                target.identity().account(),
                                "oidc-provider/" + host.replaceFirst("/$", ""))
                        .toString();
        return target.named(SERVICE, "GetOpenIDConnectProvider", input(arn), arn);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = Target.input();
        input.set("Url", declared.path("Url"));
        set(input, "ClientIDList", declared, CLIENTS);
        set(input, THUMBPRINTS, declared, THUMBPRINTS);
        set(input, "Tags", declared, "Tags");
        String arn = target.call(SERVICE, "CreateOpenIDConnectProvider", input).path(ARN).asText();
        return new Physical(arn).with("Arn", arn);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String arn = current.id();
        if (declared.has(THUMBPRINTS)) {
            ObjectNode input = input(arn);
            input.set(THUMBPRINTS, declared.get(THUMBPRINTS));
            target.call(SERVICE, "UpdateOpenIDConnectProviderThumbprint", input);
        }
        clients(target, "AddClientIDToOpenIDConnectProvider", arn, declared, before);
        clients(target, "RemoveClientIDFromOpenIDConnectProvider", arn, before, declared);
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = input(arn);
            input.set("TagKeys", removed);
            target.call(SERVICE, "UntagOpenIDConnectProvider", input);
        }
        if (declared.has("Tags") && !before.path("Tags").equals(declared.path("Tags"))) {
            ObjectNode input = input(arn);
            input.set("Tags", declared.get("Tags"));
            target.call(SERVICE, "TagOpenIDConnectProvider", input);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteOpenIDConnectProvider", input(current.id()));
    }

    /** Calls an operation for each client id that {@code some} has and {@code others} has not. */
    private static void clients(
            Target target, String operation, String arn, ObjectNode some, ObjectNode others) {
        for (JsonNode id : some.path(CLIENTS)) {
            if (!IamPolicy.contains(others.path(CLIENTS), id)) {
                target.call(SERVICE, operation, input(arn).put("ClientID", id.asText()));
            }
        }
    }

    private static void set(ObjectNode input, String member, ObjectNode declared, String property) {
        if (declared.has(property)) {
            input.set(member, declared.get(property));
        }
    }

    private static ObjectNode input(String arn) {
        return Target.input().put(ARN, arn);
    }
}
