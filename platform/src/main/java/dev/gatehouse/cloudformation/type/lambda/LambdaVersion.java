package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code AWS::Lambda::Version}. */
public final class LambdaVersion implements ResourceType {
    private static final String SERVICE = "lambda";
    private static final String FUNCTION = "FunctionName";
    private static final String ARN = "FunctionArn";

    @Override
    public String name() {
        return "AWS::Lambda::Version";
    }

    @Override
    public Set<String> properties() {
        return Set.of(FUNCTION, "Description", "CodeSha256", Provisioning.PROPERTY);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        ObjectNode input = Target.input();
        input.set(FUNCTION, declared.path(FUNCTION));
        List<Physical> versions = new ArrayList<>();
        while (true) {
            JsonNode page =
                    target.read(SERVICE, "ListVersionsByFunction", input).orElse(Target.input());
            for (JsonNode version : page.path("Versions")) {
                if (!version.path("Version").asText().equals("$LATEST")) {
                    versions.add(new Physical(version.path(ARN).asText()));
                }
            }
            if (!page.path("NextMarker").isTextual()) {
                return versions;
            }
            input.set("Marker", page.path("NextMarker"));
        }
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        JsonNode published = target.call(SERVICE, "PublishVersion", Provisioning.without(declared));
        String arn = published.path(ARN).asText();
        String version = published.path("Version").asText();
        Physical made = new Physical(arn).with(ARN, arn).with("Version", version);
        if (Provisioning.isAsked(declared)) {
            Target.complete(
                    () -> Provisioning.apply(target, declared.path(FUNCTION), version, declared),
                    () -> delete(target, made, declared));
        }
        return made;
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteFunction", Target.input().put(FUNCTION, current.id()));
    }
}
