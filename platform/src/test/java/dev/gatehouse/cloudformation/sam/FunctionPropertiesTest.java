package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.Template;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What properties of a function become, as SAM's own translator (1.115.0) has it. */
@Tag("unit")
final class FunctionPropertiesTest {
    private static final String TEMPLATE =
            """
            Transform: AWS::Serverless-2016-10-31
            %s
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.handler
                  Runtime: python3.12
                  InlineCode: x
                  %s
            """;

    private static Template expanded(String globals, String properties) {
        Problems problems = new Problems();
        Template template = Template.parse(TEMPLATE.formatted(globals, properties));
        Template expanded = SamTransform.apply(template, Map.of(), problems);
        problems.throwAny();
        return expanded;
    }

    private static String properties(Template template, String id) {
        assertThat(template.resources()).containsKey(id);
        return Objects.requireNonNull(template.resources().get(id)).properties().toString();
    }

    @Test
    void anImageIsTheCodeOfAFunctionThatNamesOne() {
        String template =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      PackageType: Image
                      ImageUri: images.example/app:1
                      ImageConfig: {Command: [app.handler]}
                      VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}
                """;
        Template expanded = SamTransform.apply(Template.parse(template));
        assertThat(properties(expanded, "F"))
                .contains(
                        "\"Code\":{\"ImageUri\":\"images.example/app:1\"}",
                        "\"PackageType\":\"Image\"",
                        "\"ImageConfig\":{\"Command\":[\"app.handler\"]}");
        assertThat(properties(expanded, "FRole"))
                .contains("service-role/AWSLambdaVPCAccessExecutionRole");
    }

    @Test
    void aPublicUrlComesWithBothPermissions() {
        Template expanded =
                expanded(
                        "Globals: {Function: {FunctionUrlConfig: {AuthType: NONE}}}",
                        "FunctionUrlConfig: {InvokeMode: RESPONSE_STREAM, Cors: {MaxAge: 5}}");

        assertThat(properties(expanded, "FUrl"))
                .isEqualTo(
                        "{\"Cors\":{\"MaxAge\":5},\"AuthType\":\"NONE\","
                                + "\"TargetFunctionArn\":{\"Ref\":\"F\"},"
                                + "\"InvokeMode\":\"RESPONSE_STREAM\"}");
        assertThat(properties(expanded, "FUrlPublicPermissions"))
                .isEqualTo(
                        "{\"Action\":\"lambda:InvokeFunctionUrl\","
                                + "\"FunctionName\":{\"Ref\":\"F\"},\"Principal\":\"*\","
                                + "\"FunctionUrlAuthType\":\"NONE\"}");
        assertThat(properties(expanded, "FURLInvokeAllowPublicAccess"))
                .isEqualTo(
                        "{\"Action\":\"lambda:InvokeFunction\","
                                + "\"FunctionName\":{\"Ref\":\"F\"},\"Principal\":\"*\","
                                + "\"InvokedViaFunctionUrl\":true}");
    }

    @Test
    void aUrlOfAnAliasCallsTheAlias() {
        Template expanded =
                expanded(
                        "", "AutoPublishAlias: live\n      FunctionUrlConfig: {AuthType: AWS_IAM}");

        assertThat(properties(expanded, "FUrl")).contains("{\"Ref\":\"FAliaslive\"}");
        assertThat(expanded.resources())
                .doesNotContainKeys("FUrlPublicPermissions", "FURLInvokeAllowPublicAccess");
    }

    @Test
    void whatAUrlCannotBeIsRejectedInSamsWords() {
        assertThatThrownBy(() -> expanded("", "FunctionUrlConfig: {InvokeMode: BUFFERED}"))
                .hasMessageContaining(
                        "AuthType is required to configure function property `FunctionUrlConfig`."
                                + " Please provide either AWS_IAM or NONE.");
        assertThatThrownBy(
                        () ->
                                expanded(
                                        "",
                                        "FunctionUrlConfig: {AuthType: NONE, Cors: {Allow: [x]}}"))
                .hasMessageContaining("Allow is not a valid property for configuring Cors.");
        assertThatThrownBy(
                        () ->
                                expanded(
                                        "",
                                        "FunctionUrlConfig: {AuthType: NONE, Cors: {AllowOrigins:"
                                                + " x}}"))
                .hasMessageContaining("AllowOrigins must be of type list.");
    }

    @Test
    void asynchronousEventsHaveAConfigurationAndTheRoleWhatItNeeds() {
        Template expanded =
                expanded(
                        "Globals: {Function: {EventInvokeConfig: {MaximumRetryAttempts: 1}}}",
                        """
                        AutoPublishAlias: live
                              DeadLetterQueue: {Type: SQS, TargetArn: 'arn:aws:sqs:x:1:q'}
                              Policies: [{SQSSendMessagePolicy: {QueueName: q}}]
                              EventInvokeConfig:
                                MaximumEventAgeInSeconds: 60
                                DestinationConfig:
                                  OnSuccess: {Type: Lambda, Destination: 'arn:aws:lambda:x:1:function:g'}
                        """);

        assertThat(properties(expanded, "F"))
                .contains("\"DeadLetterConfig\":{\"TargetArn\":\"arn:aws:sqs:x:1:q\"}");
        assertThat(properties(expanded, "FEventInvokeConfig"))
                .isEqualTo(
                        "{\"FunctionName\":{\"Ref\":\"F\"},\"Qualifier\":\"live\",\"DestinationConfig\":"
                            + "{\"OnSuccess\":{\"Destination\":\"arn:aws:lambda:x:1:function:g\"}},"
                            + "\"MaximumEventAgeInSeconds\":60,\"MaximumRetryAttempts\":1}");
        assertThat(
                        Objects.requireNonNull(expanded.resources().get("FEventInvokeConfig"))
                                .dependsOn())
                .containsExactly("FAliaslive");
        assertThat(properties(expanded, "FRole"))
                .contains(
                        "\"FRolePolicy0\"",
                        "\"DeadLetterQueuePolicy\"",
                        "\"Resource\":\"arn:aws:sqs:x:1:q\"",
                        "\"FEventInvokeConfigOnSuccessLambdaPolicy\"",
                        "\"Resource\":\"arn:aws:lambda:x:1:function:g\"");
    }

    @Test
    void whatEventsCannotHaveIsRejectedInSamsWords() {
        assertThatThrownBy(() -> expanded("", "DeadLetterQueue: {Type: SQS}"))
                .hasMessageContaining(
                        "'DeadLetterQueue' requires Type and TargetArn properties to be"
                                + " specified.");
        assertThatThrownBy(() -> expanded("", "DeadLetterQueue: {Type: S3, TargetArn: x}"))
                .hasMessageContaining("'DeadLetterQueue' requires Type of ['SQS', 'SNS']");
        String config = "EventInvokeConfig: {DestinationConfig: {OnFailure: {%s}}}";
        assertThatThrownBy(() -> expanded("", config.formatted("Type: Kafka, Destination: x")))
                .hasMessageContaining(
                        "'Type: Kafka' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda',"
                                + " 'S3Bucket']");
        assertThatThrownBy(() -> expanded("", config.formatted("Type: Lambda")))
                .hasMessageContaining("Destination is required if Type is not ['SQS', 'SNS']");
    }
}
