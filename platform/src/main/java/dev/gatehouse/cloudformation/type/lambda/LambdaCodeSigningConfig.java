package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code AWS::Lambda::CodeSigningConfig}: whose packages functions may deploy. */
public final class LambdaCodeSigningConfig implements ResourceType {
    private static final String SERVICE = "lambda";
    private static final String ARN = "CodeSigningConfigArn";
    private static final String ID = "CodeSigningConfigId";
    private static final String CONFIG = "CodeSigningConfig";
    private static final String PUBLISHERS = "AllowedPublishers";
    private static final String POLICIES = "CodeSigningPolicies";
    private static final String UNTRUSTED = "UntrustedArtifactOnDeployment";
    private static final String DESCRIPTION = "Description";

    @Override
    public String name() {
        return "AWS::Lambda::CodeSigningConfig";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                PUBLISHERS + ".SigningProfileVersionArns",
                POLICIES + "." + UNTRUSTED,
                DESCRIPTION,
                "Tags.*");
    }

    /** It has no name: what looks the same may be it. */
    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        ObjectNode input = Target.input();
        List<Physical> found = new ArrayList<>();
        while (true) {
            JsonNode page = target.call(SERVICE, "ListCodeSigningConfigs", input);
            for (JsonNode each : page.path("CodeSigningConfigs")) {
                if (each.path(PUBLISHERS).equals(declared.path(PUBLISHERS))
                        && each.path(DESCRIPTION).asText().equals(description(declared))) {
                    found.add(physical(each));
                }
            }
            if (!page.path("NextMarker").isTextual()) {
                return found;
            }
            input.set("Marker", page.path("NextMarker"));
        }
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = declared.deepCopy();
        if (declared.has("Tags")) {
            input.set("Tags", Tagging.map(declared.get("Tags")));
        }
        return physical(target.call(SERVICE, "CreateCodeSigningConfig", input).path(CONFIG));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode input = Target.input().put(ARN, current.id());
        input.set(PUBLISHERS, declared.path(PUBLISHERS));
        input.put(DESCRIPTION, description(declared));
        input.putObject(POLICIES)
                .put(UNTRUSTED, declared.path(POLICIES).path(UNTRUSTED).asText("Warn"));
        target.call(SERVICE, "UpdateCodeSigningConfig", input);
        if (!before.path("Tags").equals(declared.path("Tags"))) {
            Tagging.change(target, SERVICE, "Resource", current.id(), before, declared);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteCodeSigningConfig", Target.input().put(ARN, current.id()));
    }

    private static String description(ObjectNode declared) {
        return declared.path(DESCRIPTION).asText("");
    }

    private static Physical physical(JsonNode config) {
        String arn = config.path(ARN).asText();
        return new Physical(arn).with(ARN, arn).with(ID, config.path(ID).asText());
    }
}
