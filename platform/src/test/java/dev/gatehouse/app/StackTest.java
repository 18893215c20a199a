package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.s3.S3Client;

/** Stacks as {@code sam deploy} makes, changes and removes them, and what they serve. */
@Tag("node")
class StackTest {
    @TempDir static Path data;
    private static Node started;
    private static LiveNode node;
    private static LiveStacks stacks;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        stacks = LiveStacks.of(node);
        lambda = node.lambda();
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @Test
    void aServerlessApplicationIsMadeServedChangedAndRemoved() throws Exception {
        stacks.create("whole", serverless("first", 11));
        Stack made = stacks.await("whole");
        assertThat(made.stackStatusAsString())
                .as(made.stackStatusReason())
                .isEqualTo("CREATE_COMPLETE");
        assertThat(LiveStacks.outputs(made)).containsOnlyKeys("Api", "Function", "FunctionArn");
        assertThat(LiveStacks.outputs(made).get("FunctionArn"))
                .isEqualTo(
                        "arn:aws:lambda:us-east-1:000000000000:function:"
                                + LiveStacks.outputs(made).get("Function"));
        assertThat(call(made)).isEqualTo("first 11");

        stacks.update("whole", serverless("second", 12));
        Stack changed = stacks.await("whole");
        assertThat(changed.stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(LiveStacks.outputs(changed)).isEqualTo(LiveStacks.outputs(made));
        assertThat(call(changed)).isEqualTo("second 12");
        assertThatThrownBy(() -> stacks.update("whole", serverless("second", 12)))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining("No updates are to be performed.");

        stacks.client().deleteStack(r -> r.stackName("whole"));
        assertThat(stacks.await(made.stackId()).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
        assertThat(functions("whole-")).isEmpty();
        assertThat(roles("whole-")).isEmpty();
        assertThat(apis("whole")).isEmpty();
        assertUnknown("whole");
    }

    @Test
    void aRestApiIsDeployedAgainWhenItsRoutesChange() throws Exception {
        stacks.create("rest", rest("/old"));
        Stack made = stacks.await("rest");
        assertThat(made.stackStatusAsString())
                .as(made.stackStatusReason())
                .isEqualTo("CREATE_COMPLETE");
        assertThat(called(made, "/old").body()).isEqualTo("rest 256");
        assertThat(called(made, "/new").statusCode()).isEqualTo(403);

        stacks.update("rest", rest("/new"));
        Stack changed = stacks.await("rest");
        assertThat(changed.stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(called(changed, "/new").body()).isEqualTo("rest 256");
        assertThat(called(changed, "/old").statusCode()).isEqualTo(403);

        stacks.client().deleteStack(r -> r.stackName("rest"));
        assertThat(stacks.await(made.stackId()).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
        assertThat(called(made, "/new").statusCode()).isEqualTo(403);
    }

    @Test
    void aProtectedStackIsNotDeleted() {
        stacks.client()
                .createStack(
                        r ->
                                r.stackName("protected")
                                        .templateBody(group(7))
                                        .enableTerminationProtection(true));
        Stack made = stacks.await("protected", "CREATE_COMPLETE");
        assertThat(made.enableTerminationProtection()).isTrue();
        stacks.updated("protected", group(14));
        assertThatThrownBy(() -> stacks.client().deleteStack(r -> r.stackName("protected")))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining(
                        "Stack [protected] cannot be deleted while TerminationProtection is"
                                + " enabled");

        stacks.client()
                .updateTerminationProtection(
                        r -> r.stackName("protected").enableTerminationProtection(false));
        stacks.deleted("protected");
    }

    @Test
    void twoUpdatesAtOnceAreNotBothBegun() throws Exception {
        stacks.create("contended", group(7));
        stacks.await("contended");
        ConcurrentLinkedQueue<String> rejections = new ConcurrentLinkedQueue<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int days : new int[] {1, 3, 5, 14, 30, 60}) {
                clients.submit(
                        () -> {
                            try {
                                stacks.update("contended", group(days));
                            } catch (CloudFormationException rejection) {
                                rejections.add(rejection.getMessage());
                            }
                        });
            }
        }
        assertThat(stacks.await("contended").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(rejections).allMatch(text -> text.contains("_IN_PROGRESS state and can not be"));
        assertThat(
                        stacks.events("contended").stream()
                                .filter(e -> e.logicalResourceId().equals("contended"))
                                .map(StackEvent::resourceStatusAsString)
                                .filter(status -> status.startsWith("UPDATE"))
                                .toList())
                .hasSize(3 * (6 - rejections.size()))
                .startsWith(
                        "UPDATE_COMPLETE",
                        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        "UPDATE_IN_PROGRESS");
    }

    @Test
    void aFailingUpdateGoesBackToWhatWorked() throws Exception {
        stacks.create("fragile", serverless("works", 1));
        Stack before = stacks.await("fragile");
        assertThat(before.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");

        // The new code is taken before Lambda rejects the new memory size.
        stacks.update(
                "fragile", serverless("broken", 2).replace("MemorySize: 128", "MemorySize: 64"));
        Stack after = stacks.await("fragile");

        assertThat(after.stackStatusAsString()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(call(after)).isEqualTo("works 1");
        assertThat(LiveStacks.outputs(after)).isEqualTo(LiveStacks.outputs(before));
        assertThat(stacks.events("fragile"))
                .filteredOn(event -> event.resourceStatusAsString().equals("UPDATE_FAILED"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.logicalResourceId()).isEqualTo("Hello");
                            assertThat(event.resourceStatusReason()).contains("memorySize");
                        });

        stacks.update("fragile", serverless("again", 3));
        assertThat(stacks.await("fragile").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(call(after)).isEqualTo("again 3");
    }

    @Test
    void aReplacedResourceIsKeptUntilTheUpdateIsDone() {
        stacks.create("named", namedGroup("/first", 7));
        stacks.await("named");

        stacks.update("named", namedGroup("/second", 8));
        assertThat(stacks.await("named").stackStatusAsString())
                .isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(physicalIds("named")).containsExactly("/first");

        stacks.update("named", namedGroup("/third", 14));
        assertThat(stacks.await("named").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(physicalIds("named")).containsExactly("/third");
    }

    @Test
    void whatResistsTheCleanUpOfAGoodUpdateIsLeftBehind() {
        String bucket = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: %s}}}";
        stacks.create("stubborn", bucket.formatted("stubborn-first"));
        stacks.await("stubborn");
        try (S3Client s3 = node.client(S3Client.builder().forcePathStyle(true))) {
            s3.putObject(r -> r.bucket("stubborn-first").key("kept"), RequestBody.fromString("x"));
        }

        stacks.update("stubborn", bucket.formatted("stubborn-second"));

        assertThat(stacks.await("stubborn").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(stacks.events("stubborn"))
                .filteredOn(event -> event.resourceStatusAsString().equals("DELETE_FAILED"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.physicalResourceId()).isEqualTo("stubborn-first");
                            assertThat(event.resourceStatusReason()).contains("not empty");
                        });
    }

    @Test
    void aBucketTakesItsSettingsFromTheTemplate() {
        String bucket =
                """
                Resources:
                  B:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: settled
                      Tags: [{Key: stage, Value: %s}]
                      VersioningConfiguration: {Status: Enabled}
                      PublicAccessBlockConfiguration: {BlockPublicAcls: 'true'}
                      BucketEncryption:
                        ServerSideEncryptionConfiguration:
                          - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}
                  P:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref B
                      PolicyDocument:
                        Statement:
                          - Effect: Deny
                            Principal: '*'
                            Action: s3:*
                            Resource: !Sub '${B.Arn}/*'
                            Condition: {Bool: {'aws:SecureTransport': false}}
                """;
        stacks.create("bucket", bucket.formatted("one"));
        Stack made = stacks.await("bucket");
        assertThat(made.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        stacks.update("bucket", bucket.formatted("two"));
        assertThat(stacks.await("bucket").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");

        try (S3Client s3 = node.client(S3Client.builder().forcePathStyle(true))) {
            assertThat(s3.getBucketTagging(r -> r.bucket("settled")).tagSet().getFirst().value())
                    .isEqualTo("two");
            assertThat(s3.getBucketVersioning(r -> r.bucket("settled")).statusAsString())
                    .isEqualTo("Enabled");
            assertThat(s3.getBucketPolicy(r -> r.bucket("settled")).policy()).contains("Statement");
        }
        stacks.client().deleteStack(r -> r.stackName("bucket"));
        assertThat(stacks.await(made.stackId()).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
    }

    @Test
    void aFailingCreationRemovesWhatItMade() {
        stacks.create("stillborn", serverless("x", 1).replace("MemorySize: 128", "MemorySize: 64"));
        Stack failed = stacks.await("stillborn");

        assertThat(failed.stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(stacks.events("stillborn"))
                .filteredOn(event -> event.resourceStatusAsString().equals("CREATE_FAILED"))
                .filteredOn(event -> !event.resourceStatusReason().endsWith("creation cancelled"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.resourceStatusReason()).contains("memorySize"));
        assertThat(roles("stillborn-")).isEmpty();
        assertThat(apis("stillborn")).isEmpty();
        assertThatThrownBy(() -> stacks.create("stillborn", serverless("x", 1)))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> stacks.update("stillborn", serverless("x", 1)))
                .hasMessageContaining("is in ROLLBACK_COMPLETE state and can not be updated");
    }

    @Test
    void whatIsNotSupportedIsRejectedByNameBeforeAnythingIsMade() {
        String group = "Resources: {G: {Type: 'AWS::Logs::LogGroup', Properties: {%s: 1}}}";
        assertThatThrownBy(() -> stacks.create("strange", group.formatted("Colour")))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining("Colour");
        assertThatThrownBy(
                        () -> stacks.create("strange", "Resources: {Q: {Type: 'AWS::Fun::Queue'}}"))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining("AWS::Fun::Queue");
        assertThatThrownBy(
                        () ->
                                stacks.create(
                                        "strange",
                                        "Resources: {G: {Type: 'AWS::Logs::LogGroup', Properties:"
                                                + " {LogGroupName: !Ref Nobody}}}"))
                .hasMessageContaining("Unresolved resource dependencies [Nobody]");
        assertThatThrownBy(
                        () ->
                                stacks.create(
                                        "strange",
                                        """
                                        Resources:
                                          F:
                                            Type: AWS::Lambda::Function
                                            Properties: {PublishToLatestPublished: true}
                                        """))
                .hasMessageContaining(
                        "F (AWS::Lambda::Function): the property PublishToLatestPublished");
        assertThatThrownBy(
                        () ->
                                stacks.create(
                                        "strange",
                                        """
                                        Resources: {G: {Type: 'AWS::Logs::LogGroup'}}
                                        Outputs: {O: {Value: x, Secret: true}}
                                        """))
                .hasMessageContaining("Invalid template output property 'Secret' of O");
        assertUnknown("strange");
    }

    @Test
    void rolesAreMadeOnlyForThoseWhoSaidSo() {
        assertThatThrownBy(
                        () ->
                                stacks.client()
                                        .createStack(
                                                r ->
                                                        r.stackName("silent")
                                                                .templateBody(serverless("x", 1))
                                                                .capabilities(
                                                                        Capability
                                                                                .CAPABILITY_AUTO_EXPAND)))
                .isInstanceOf(InsufficientCapabilitiesException.class)
                .hasMessageContaining("Requires capabilities : [CAPABILITY_IAM]");
        assertUnknown("silent");
    }

    private static void assertUnknown(String name) {
        assertThatThrownBy(() -> stacks.client().describeStacks(r -> r.stackName(name)))
                .isInstanceOfSatisfying(
                        CloudFormationException.class,
                        problem ->
                                assertThat(problem.awsErrorDetails().errorCode())
                                        .isEqualTo("ValidationError"))
                .hasMessageContaining("Stack with id " + name + " does not exist");
    }

    private static String serverless(String word, int number) {
        return """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: python3.11
              Handler: index.handler
              MemorySize: 128
              Timeout: 20
              Environment: {Variables: {NUMBER: %d}}
              InlineCode: |
                import os
                def handler(event, context):
                    return {"statusCode": 200, "body": "%s " + os.environ["NUMBER"]}
              Events:
                Get: {Type: HttpApi, Properties: {Method: get, Path: /hello}}
        Outputs:
          Api: {Value: !Ref ServerlessHttpApi}
          Function: {Value: !Ref Hello}
          FunctionArn: {Value: !GetAtt Hello.Arn}
        """
                .formatted(number, word);
    }

    private static String rest(String path) {
        return """
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Memory: {Type: Number, Default: 256}
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: python3.11
              Handler: index.handler
              MemorySize: !Ref Memory
              Timeout: 20
              InlineCode: |
                def handler(event, context):
                    body = "rest " + context.memory_limit_in_mb
                    return {"statusCode": 200, "body": body}
              Events:
                Get: {Type: Api, Properties: {Method: get, Path: %s}}
        Outputs:
          Api: {Value: !Ref ServerlessRestApi}
        """
                .formatted(path);
    }

    private static HttpResponse<String> called(Stack stack, String path) throws Exception {
        String api = LiveStacks.outputs(stack).get("Api");
        return node.http("GET", "/restapis/" + api + "/Prod/_user_request_" + path);
    }

    private static String group(int days) {
        return "Resources: {G: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionInDays: %d}}}"
                .formatted(days);
    }

    /** A group by a name of its own; then one whose retention CloudWatch Logs may reject. */
    private static String namedGroup(String name, int days) {
        return """
        Resources:
          Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: %s}}
          Kept:
            Type: AWS::Logs::LogGroup
            DependsOn: Group
            Properties: {LogGroupName: /kept, RetentionInDays: %d}
        """
                .formatted(name, days);
    }

    private static String call(Stack stack) throws Exception {
        HttpResponse<String> response =
                node.http(
                        "GET",
                        "/_aws/execute-api/" + LiveStacks.outputs(stack).get("Api") + "/hello");
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static List<String> physicalIds(String name) {
        return stacks
                .client()
                .describeStackResources(r -> r.stackName(name))
                .stackResources()
                .stream()
                .filter(resource -> resource.logicalResourceId().equals("Group"))
                .map(StackResource::physicalResourceId)
                .toList();
    }

    private static List<String> functions(String prefix) {
        return lambda.listFunctions().functions().stream()
                .map(FunctionConfiguration::functionName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static List<String> roles(String prefix) {
        try (IamClient iam = node.client(IamClient.builder())) {
            return iam.listRoles().roles().stream()
                    .map(Role::roleName)
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        }
    }

    private static List<String> apis(String name) {
        try (ApiGatewayV2Client http = node.client(ApiGatewayV2Client.builder())) {
            return http.getApis().items().stream().map(Api::name).filter(name::equals).toList();
        }
    }
}
