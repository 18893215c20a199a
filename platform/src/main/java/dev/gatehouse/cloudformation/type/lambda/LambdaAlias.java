package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/** {@code AWS::Lambda::Alias}. */
public final class LambdaAlias implements ResourceType {
    private static final String SERVICE = "lambda";
    private static final String ARN = "AliasArn";
    private static final String ROUTING = "RoutingConfig";
    private static final String WEIGHTS = "AdditionalVersionWeights";

    @Override
    public String name() {
        return "AWS::Lambda::Alias";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "FunctionName",
                "FunctionVersion",
                "Name",
                "Description",
                Provisioning.PROPERTY,
                ROUTING + "." + WEIGHTS + ".FunctionVersion",
                ROUTING + "." + WEIGHTS + ".FunctionWeight");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return target.read(SERVICE, "GetAlias", identity(declared))
                .map(alias -> List.of(new Physical(alias.path(ARN).asText())))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String arn = target.call(SERVICE, "CreateAlias", members(declared)).path(ARN).asText();
        Physical made = new Physical(arn).with(ARN, arn);
        if (Provisioning.isAsked(declared)) {
            Target.complete(
                    () -> provision(target, declared), () -> delete(target, made, declared));
        }
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = members(declared);
        input.put("Description", declared.path("Description").asText());
        if (!input.has(ROUTING)) {
            input.putObject(ROUTING).putObject(WEIGHTS);
        }
        target.call(SERVICE, "UpdateAlias", input);
        if (Provisioning.isAsked(declared) || Provisioning.isAsked(before)) {
            provision(target, declared);
        }
        return current;
    }

    private static void provision(Target target, ObjectNode declared) {
        String name = declared.path("Name").asText();
        Provisioning.apply(target, declared.path("FunctionName"), name, declared);
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteAlias", identity(declared));
    }

    private static ObjectNode identity(ObjectNode declared) {
        ObjectNode identity = Target.input();
        identity.set("FunctionName", declared.path("FunctionName"));
        identity.set("Name", declared.path("Name"));
        return identity;
    }

    /** A template lists the weights that Lambda has by version. */
    private static ObjectNode members(ObjectNode declared) {
        ObjectNode members = Provisioning.without(declared);
        if (declared.has(ROUTING)) {
            ObjectNode weights = members.putObject(ROUTING).putObject(WEIGHTS);
            for (JsonNode weight : declared.path(ROUTING).path(WEIGHTS)) {
                weights.set(weight.path("FunctionVersion").asText(), weight.path("FunctionWeight"));
            }
        }
        return members;
    }
}
