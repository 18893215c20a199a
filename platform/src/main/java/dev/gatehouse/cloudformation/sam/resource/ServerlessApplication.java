package dev.gatehouse.cloudformation.sam.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Tags;
import java.util.List;
import java.util.Map;

/**
 * {@code AWS::Serverless::Application}: a nested stack. Applications of the Serverless Application
 * Repository are rejected by name.
 */
public final class ServerlessApplication {
    private ServerlessApplication() {}

    public static void expand(Declared declared, Expansion expansion) {
        JsonNode location = declared.get("Location");
        if (location.isMissingNode()) {
            throw declared.invalid("Missing required property 'Location'.");
        }
        if (!location.isTextual()) {
            throw declared.invalid(
                    "The property Location.ApplicationId is not supported: there is no Serverless"
                            + " Application Repository.");
        }
        Made stack = new Made(declared.id(), "AWS::CloudFormation::Stack", declared.passed());
        JsonNode depends = declared.resource().path("DependsOn");
        if (!depends.isMissingNode()) {
            stack.attribute("DependsOn", depends);
        }
        stack.copy(declared.properties(), "Parameters", "NotificationARNs", "TimeoutInMinutes");
        stack.set("TemplateURL", location);
        stack.set("Tags", Tags.withOwn(declared.id(), declared.get("Tags")));
        expansion.replace(declared, List.of(stack), Map.of());
    }
}
