package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;

/** The permission of an API's authorizers to call a function. */
final class AuthorizerPermission {
    private AuthorizerPermission() {}

    /**
     * @param partition as it stands in the ARN
     */
    static Made of(Declared api, String id, JsonNode function, String partition) {
        return new Made(id, "AWS::Lambda::Permission", api.passed())
                .set("Action", "lambda:InvokeFunction")
                .set("FunctionName", function)
                .set("Principal", "apigateway.amazonaws.com")
                .set(
                        "SourceArn",
                        Values.sub(
                                "arn:"
                                        + partition
                                        + ":execute-api:${AWS::Region}:${AWS::AccountId}:"
                                        + "${__ApiId__}/authorizers/*",
                                "__ApiId__",
                                Values.ref(api.id())));
    }
}
