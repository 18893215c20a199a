package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.identity.AccessKey;
import dev.gatehouse.kernel.Region;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Stacks with tables, queues and topics, made at the development engine. */
@Tag("node")
class NeighbourStackTest {
    private static Node node;
    private static LiveStacks stacks;
    private static NodeClient root;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        FetchedEngine.in(data);
        Map<String, String> settings = Map.of("data", data.toString(), "port", "0", "with", "all");
        node = LiveNode.start(Config.of(new Settings(settings)));
        LiveNode live = LiveNode.of(node);
        stacks = LiveStacks.of(live);
        root = new NodeClient(live.endpoint(), Region.DEFAULT, new AccessKey("test", "test", null));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aTableIsMadeChangedAndDeleted() {
        String template =
                """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Table:
                    Type: AWS::DynamoDB::Table
                    Properties:
                      BillingMode: %s
                      AttributeDefinitions:
                        - {AttributeName: id, AttributeType: S}
                        %s
                      KeySchema: [{AttributeName: id, KeyType: HASH}]
                      %s
                      TimeToLiveSpecification: {AttributeName: %s, Enabled: true}
                      StreamSpecification: {StreamViewType: NEW_IMAGE}
                      Tags: [{Key: team, Value: %s}]
                  Simple:
                    Type: AWS::Serverless::SimpleTable
                    Properties: {PrimaryKey: {Name: key, Type: Number}, Tags: {a: b}}
                Outputs:
                  Table: {Value: !Ref Table}
                  Arn: {Value: !GetAtt Table.Arn}
                  Stream: {Value: !GetAtt Table.StreamArn}
                  Simple: {Value: !Ref Simple}
                """;
        String day = "- {AttributeName: day, AttributeType: S}";
        String byDay =
                "GlobalSecondaryIndexes: [{IndexName: by-day, KeySchema: [{AttributeName: day,"
                        + " KeyType: HASH}], Projection: {ProjectionType: ALL}}]";

        Map<String, String> made =
                outputs(
                        stacks.created(
                                "tables",
                                template.formatted("PAY_PER_REQUEST", "", "", "ends", "park")));
        String table = made.get("Table");
        assertThat(table).startsWith("tables-Table-");
        assertThat(made.get("Arn"))
                .isEqualTo("arn:aws:dynamodb:us-east-1:000000000000:table/" + table);
        assertThat(made.get("Stream")).startsWith(made.get("Arn") + "/stream/");
        assertThat(described(made.get("Simple")).toString())
                .contains("AttributeName=key", "AttributeType=N", "PAY_PER_REQUEST");

        stacks.updated("tables", template.formatted("PAY_PER_REQUEST", day, byDay, "ends", "zoo"));
        assertThat(described(table).toString()).contains("IndexName=by-day");
        assertThat(
                        root.call(
                                        "dynamodb",
                                        "ListTagsOfResource",
                                        Map.of("ResourceArn", made.get("Arn")))
                                .toString())
                .contains("zoo")
                .doesNotContain("park");
        stacks.deleted("tables");
        assertThat(root.call("dynamodb", "ListTables", Map.of()).get("TableNames"))
                .isEqualTo(List.of());
    }

    @Test
    void queuesTopicsAndTheirSubscriptionsAreMadeTogether() {
        String template =
                """
                Resources:
                  Dead: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
                  Jobs:
                    Type: AWS::SQS::Queue
                    Properties:
                      QueueName: jobs.fifo
                      FifoQueue: true
                      VisibilityTimeout: %s
                      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
                  Letters: {Type: AWS::SQS::Queue, Properties: {Tags: [{Key: a, Value: b}]}}
                  News: {Type: AWS::SNS::Topic, Properties: {DisplayName: %s}}
                  Delivery:
                    Type: AWS::SNS::Subscription
                    Properties:
                      TopicArn: !Ref News
                      Protocol: sqs
                      Endpoint: !GetAtt Letters.Arn
                      RawMessageDelivery: true
                      FilterPolicy: {kind: [order]}
                  Policy:
                    Type: AWS::SQS::QueuePolicy
                    Properties:
                      Queues: [!Ref Letters]
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
                          - Effect: Allow
                            Principal: {Service: sns.amazonaws.com}
                            Action: sqs:SendMessage
                            Resource: !GetAtt Letters.Arn
                Outputs:
                  Jobs: {Value: !Ref Jobs}
                  Letters: {Value: !Ref Letters}
                  News: {Value: !Ref News}
                """;

        Map<String, String> made =
                outputs(stacks.created("queues", template.formatted("30", "one")));

        assertThat(made.get("Jobs"))
                .isEqualTo("https://sqs.us-east-1.amazonaws.com/000000000000/jobs.fifo");
        root.call(
                "sns",
                "Publish",
                Map.of(
                        "TopicArn", made.get("News"),
                        "Message", "hello",
                        "MessageAttributes",
                                Map.of(
                                        "kind",
                                        Map.of("DataType", "String", "StringValue", "order"))));
        assertThat(
                        root.call("sqs", "ReceiveMessage", Map.of("QueueUrl", made.get("Letters")))
                                .toString())
                .contains("Body=hello");

        stacks.updated("queues", template.formatted("60", "two"));
        assertThat(
                        root.call(
                                        "sqs",
                                        "GetQueueAttributes",
                                        Map.of(
                                                "QueueUrl",
                                                made.get("Jobs"),
                                                "AttributeNames",
                                                List.of("All")))
                                .toString())
                .contains("VisibilityTimeout=60", "maxReceiveCount");
        stacks.deleted("queues");
        assertThat(root.call("sqs", "ListQueues", Map.of())).doesNotContainKey("QueueUrls");
    }

    @Test
    void poolsStreamsMachinesAndRulesAreMadeChangedAndDeleted() {
        String template =
                """
                Resources:
                  Pool:
                    Type: AWS::Cognito::UserPool
                    Properties:
                      UserPoolName: people
                      Policies: {PasswordPolicy: {MinimumLength: %1$s}}
                      Schema: [{Name: team, AttributeDataType: String, Mutable: true}]
                  Web:
                    Type: AWS::Cognito::UserPoolClient
                    Properties:
                      UserPoolId: !Ref Pool
                      ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
                  Domain:
                    Type: AWS::Cognito::UserPoolDomain
                    Properties: {UserPoolId: !Ref Pool, Domain: people-sign-in}
                  Orders:
                    Type: AWS::Cognito::UserPoolResourceServer
                    Properties:
                      UserPoolId: !Ref Pool
                      Identifier: orders
                      Name: Orders
                      Scopes: [{ScopeName: read, ScopeDescription: reads}]
                  Admins:
                    Type: AWS::Cognito::UserPoolGroup
                    Properties: {UserPoolId: !Ref Pool, GroupName: admins, Precedence: %1$s}
                  Ada:
                    Type: AWS::Cognito::UserPoolUser
                    Properties: {UserPoolId: !Ref Pool, Username: ada, MessageAction: SUPPRESS}
                  AdaAdmin:
                    Type: AWS::Cognito::UserPoolUserToGroupAttachment
                    Properties: {UserPoolId: !Ref Pool, Username: !Ref Ada, GroupName: !Ref Admins}
                  Clicks:
                    Type: AWS::Kinesis::Stream
                    Properties: {ShardCount: 1, RetentionPeriodHours: %2$s, Tags: [{Key: a, Value: b}]}
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument:
                        Statement:
                          - Effect: Allow
                            Principal: {Service: [states.amazonaws.com, scheduler.amazonaws.com]}
                            Action: sts:AssumeRole
                  Machine:
                    Type: AWS::StepFunctions::StateMachine
                    Properties:
                      RoleArn: !GetAtt Role.Arn
                      DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"${word}","End":true}}}'
                      DefinitionSubstitutions: {word: w%1$s}
                  Bus: {Type: AWS::Events::EventBus, Properties: {Name: shop}}
                  Group: {Type: AWS::Scheduler::ScheduleGroup, Properties: {Tags: [{Key: a, Value: b}]}}
                  Schedule:
                    Type: AWS::Scheduler::Schedule
                    Properties:
                      GroupName: !Ref Group
                      ScheduleExpression: rate(%1$s minutes)
                      FlexibleTimeWindow: {Mode: 'OFF'}
                      Target:
                        Arn: !GetAtt Clicks.Arn
                        RoleArn: !GetAtt Role.Arn
                        KinesisParameters: {PartitionKey: a}
                  Identities:
                    Type: AWS::Cognito::IdentityPool
                    Properties:
                      AllowUnauthenticatedIdentities: false
                      IdentityPoolName: shop%1$s
                      CognitoIdentityProviders: [{ClientId: !Ref Web, ProviderName: !GetAtt Pool.ProviderName}]
                  Rule:
                    Type: AWS::Events::Rule
                    Properties:
                      EventBusName: !Ref Bus
                      EventPattern: {source: [s%1$s]}
                      Targets: [{Id: queue, Arn: !GetAtt Queue.Arn}]
                  Queue: {Type: AWS::SQS::Queue}
                Outputs:
                  Pool: {Value: !GetAtt Pool.ProviderURL}
                  Id: {Value: !Ref Pool}
                  Web: {Value: !Ref Web}
                  Clicks: {Value: !GetAtt Clicks.Arn}
                  Machine: {Value: !Ref Machine}
                  Rule: {Value: !GetAtt Rule.Arn}
                  Schedule: {Value: !GetAtt Schedule.Arn}
                  Identities: {Value: !Ref Identities}
                """;

        Map<String, String> made = outputs(stacks.created("others", template.formatted("8", "24")));

        assertThat(made.get("Pool"))
                .isEqualTo("https://cognito-idp.us-east-1.amazonaws.com/" + made.get("Id"));
        assertThat(made.get("Rule"))
                .startsWith("arn:aws:events:us-east-1:000000000000:rule/shop/others-Rule-");
        assertThat(machine(made)).contains("w8");
        assertThat(made.get("Schedule")).contains(":schedule/others-Group-");
        assertThat(made.get("Identities")).startsWith("us-east-1:");

        stacks.updated("others", template.formatted("9", "48"));
        assertThat(machine(made)).contains("w9");
        assertThat(
                        root.call(
                                        "cognitoidp",
                                        "DescribeUserPool",
                                        Map.of("UserPoolId", made.get("Id")))
                                .toString())
                .contains("MinimumLength=9");
        assertThat(
                        root.call(
                                        "cognitoidp",
                                        "AdminListGroupsForUser",
                                        Map.of("UserPoolId", made.get("Id"), "Username", "ada"))
                                .toString())
                .contains("GroupName=admins", "Precedence=9");
        stacks.deleted("others");
        assertThat(root.call("kinesis", "ListStreams", Map.of()).get("StreamNames"))
                .isEqualTo(List.of());
    }

    private static String machine(Map<String, String> made) {
        return root.call(
                        "states",
                        "DescribeStateMachine",
                        Map.of("stateMachineArn", made.get("Machine")))
                .toString();
    }

    private static Object described(String table) {
        return root.call("dynamodb", "DescribeTable", Map.of("TableName", table));
    }

    private static Map<String, String> outputs(Stack stack) {
        return stack.outputs().stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }
}
