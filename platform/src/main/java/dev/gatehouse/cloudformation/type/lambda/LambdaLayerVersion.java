package dev.gatehouse.cloudformation.type.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code AWS::Lambda::LayerVersion}; each change publishes another version. */
public final class LambdaLayerVersion implements ResourceType {
    private static final String SERVICE = "lambda";
    private static final String LAYER = "LayerName";
    private static final String ARN = "LayerVersionArn";

    @Override
    public String name() {
        return "AWS::Lambda::LayerVersion";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "CompatibleArchitectures",
                "CompatibleRuntimes",
                "Content.S3Bucket",
                "Content.S3Key",
                "Content.S3ObjectVersion",
                "Description",
                LAYER,
                "LicenseInfo");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        ObjectNode input = Target.input().put(LAYER, nameOf(target, declared));
        List<Physical> versions = new ArrayList<>();
        while (true) {
            JsonNode page = target.read(SERVICE, "ListLayerVersions", input).orElse(Target.input());
            page.path("LayerVersions")
                    .forEach(each -> versions.add(new Physical(each.path(ARN).asText())));
            if (!page.path("NextMarker").isTextual()) {
                return versions;
            }
            input.set("Marker", page.path("NextMarker"));
        }
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input = declared.deepCopy().put(LAYER, nameOf(target, declared));
        String arn = target.call(SERVICE, "PublishLayerVersion", input).path(ARN).asText();
        return new Physical(arn).with(ARN, arn);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteLayerVersion", identity(current.id()));
    }

    /** The members that name a version by its ARN. */
    static ObjectNode identity(String arn) {
        int colon = arn.lastIndexOf(':');
        return Target.input()
                .put(LAYER, arn.substring(0, Math.max(0, colon)))
                .put("VersionNumber", arn.substring(colon + 1));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(LAYER) ? declared.get(LAYER).asText() : target.generatedName(64);
    }
}
