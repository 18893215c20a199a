package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;

/** The permission that lets an API invoke the function of one of its routes. */
final class InvokePermission {
    private InvokePermission() {}

    /**
     * @param callee what the API calls
     * @param api logical id of the API
     * @param route method and path as in the ARN of a route; path parameters stand for anything
     */
    static ObjectNode of(Callee callee, String api, String route) {
        ObjectNode permission = Json.object().put("Action", "lambda:InvokeFunction");
        permission.put("Principal", "apigateway.amazonaws.com");
        permission.set("FunctionName", callee.name());
        permission.set(
                "SourceArn",
                Json.sub(
                        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${"
                                + api
                                + "}/*/"
                                + route.replaceAll("\\{[^}]*}", "*")));
        return permission;
    }
}
