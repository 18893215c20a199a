package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Set;

/** Tags of what the transform makes. */
public final class Tags {
    private static final String CREATED_BY = "lambda:createdBy";
    private static final List<String> RESERVED =
            List.of(CREATED_BY, "serverlessrepo:applicationId", "serverlessrepo:semanticVersion");

    /** Types that SAM makes and whose tags are a list. */
    private static final Set<String> LISTED =
            Set.of(
                    "AWS::Lambda::Function",
                    "AWS::IAM::Role",
                    "AWS::SQS::Queue",
                    "AWS::SNS::Topic",
                    "AWS::ApiGateway::RestApi",
                    "AWS::ApiGateway::Stage",
                    "AWS::ApiGateway::DomainName",
                    "AWS::ApiGateway::DomainNameV2",
                    "AWS::ApiGateway::DomainNameAccessAssociation",
                    "AWS::ApiGateway::UsagePlan",
                    "AWS::ApiGateway::ApiKey",
                    "AWS::CodeDeploy::Application",
                    "AWS::CodeDeploy::DeploymentGroup",
                    "AWS::CloudFormation::Stack",
                    "AWS::DynamoDB::Table",
                    "AWS::IoT::TopicRule",
                    "AWS::S3::Bucket",
                    "AWS::StepFunctions::StateMachine");

    private static final Set<String> MAPPED =
            Set.of("AWS::ApiGatewayV2::Stage", "AWS::ApiGatewayV2::DomainName");

    private Tags() {}

    /** A map of tags as the list that CloudFormation has. */
    public static ArrayNode list(JsonNode tags) {
        ArrayNode list = Json.list();
        tags.properties()
                .forEach(
                        tag ->
                                list.addObject()
                                        .put("Key", tag.getKey())
                                        .set("Value", tag.getValue()));
        return list;
    }

    /** The same with SAM's own tag first. */
    public static ArrayNode withOwn(String id, JsonNode tags) {
        for (String reserved : RESERVED) {
            if (tags.has(reserved)) {
                throw SamErrors.resource(
                        id,
                        reserved
                                + " is a reserved Tag key name and cannot be set on your resource."
                                + " Please change the tag key in the input.");
            }
        }
        return own(CREATED_BY).addAll(list(tags));
    }

    /** SAM's own tag of a state machine. */
    public static ArrayNode ownOfMachine() {
        return own("stateMachine:createdBy");
    }

    private static ArrayNode own(String key) {
        ArrayNode list = Json.list();
        list.addObject().put("Key", key).put("Value", "SAM");
        return list;
    }

    /** Gives tags to everything made for a resource, where that resource asks for it. */
    public static void propagate(List<Made> made, JsonNode tags, boolean asked) {
        if (!asked || !Values.isTrue(tags)) {
            return;
        }
        for (Made each : made) {
            boolean socket = each.properties().path("ProtocolType").asText().equals("WEBSOCKET");
            if (LISTED.contains(each.type())) {
                each.set("Tags", list(tags));
            } else if (MAPPED.contains(each.type()) || socket) {
                each.set("Tags", tags instanceof ObjectNode map ? map.deepCopy() : tags);
            }
        }
    }
}
