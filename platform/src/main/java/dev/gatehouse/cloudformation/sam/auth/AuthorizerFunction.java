package dev.gatehouse.cloudformation.sam.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;

/** The function of a Lambda authorizer: how it is called, and the permission that lets it be. */
final class AuthorizerFunction {
    private AuthorizerFunction() {}

    /** The URI by which an authorizer names its function. */
    static JsonNode uri(JsonNode functionArn) {
        ObjectNode variables = Json.object();
        variables.set("__FunctionArn__", functionArn);
        ArrayNode arguments =
                Json.list()
                        .add(
                                "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations")
                        .add(variables);
        ObjectNode uri = Json.object();
        uri.set("Fn::Sub", arguments);
        return uri;
    }

    /** The permission of an API's authorizers to call a function. */
    static ResourceDeclaration permission(String logicalId, String api, JsonNode functionArn) {
        ObjectNode permission = Json.object().put("Action", "lambda:InvokeFunction");
        permission.put("Principal", "apigateway.amazonaws.com");
        permission.set("FunctionName", functionArn);
        permission.set(
                "SourceArn",
                Json.sub(
                        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${"
                                + api
                                + "}/authorizers/*"));
        return ResourceDeclaration.of(logicalId, "AWS::Lambda::Permission", permission);
    }
}
