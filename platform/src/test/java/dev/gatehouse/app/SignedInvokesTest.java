package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Invocations by keys and policies that the node knows already, which it does not look up again:
 * whatever changes about them holds for the next one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class SignedInvokesTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    private Node started;
    private LiveNode node;
    private IamClient iam;
    private LambdaClient root;
    private String arn;

    @BeforeAll
    void start(@TempDir Path data) {
        started = LiveNode.start(data);
        node = LiveNode.of(started);
        iam = node.client(IamClient.builder());
        root = node.lambda();
        arn =
                node.python(root, "one", node.role("plain"), "def handler(e, c): return e")
                        .functionArn();
    }

    @AfterAll
    void stop() {
        root.close();
        iam.close();
        started.close();
    }

    @Test
    void aDeactivatedKeyIsNoneAtOnceAndAnActiveOneAgain() {
        AccessKey key = user("ann", allow("one"));
        try (LambdaClient lambda = lambda(key)) {
            served(lambda);
            iam.updateAccessKey(
                    k ->
                            k.userName("ann")
                                    .accessKeyId(key.accessKeyId())
                                    .status(StatusType.INACTIVE));
            rejected(() -> call(lambda), "UnrecognizedClientException");
            iam.updateAccessKey(
                    k ->
                            k.userName("ann")
                                    .accessKeyId(key.accessKeyId())
                                    .status(StatusType.ACTIVE));
            served(lambda);
            iam.deleteAccessKey(k -> k.userName("ann").accessKeyId(key.accessKeyId()));
            rejected(() -> call(lambda), "UnrecognizedClientException");
        }
    }

    @Test
    void aKnownKeySignsWithItsOwnSecretAlone() {
        AccessKey key = user("hal", allow("one"));
        try (LambdaClient lambda = lambda(key);
                LambdaClient forged = lambda(AwsBasicCredentials.create(key.accessKeyId(), "x"));
                LambdaClient withToken =
                        lambda(
                                AwsSessionCredentials.create(
                                        key.accessKeyId(), key.secretAccessKey(), "token"))) {
            served(lambda);
            rejected(() -> call(forged), "InvalidSignatureException");
            rejected(() -> call(withToken), "UnrecognizedClientException");
            served(root);
            try (LambdaClient noRoot = lambda(AwsBasicCredentials.create("test", "tset"))) {
                rejected(() -> call(noRoot), "InvalidSignatureException");
            }
            served(lambda);
        }
    }

    @Test
    void aDeletedUserHasNoKeysNorDoesTheNextOfThatName() {
        AccessKey key = user("bob", allow("one"));
        try (LambdaClient lambda = lambda(key)) {
            served(lambda);
            iam.deleteAccessKey(k -> k.userName("bob").accessKeyId(key.accessKeyId()));
            iam.deleteUserPolicy(p -> p.userName("bob").policyName("p"));
            iam.deleteUser(u -> u.userName("bob"));
            rejected(() -> call(lambda), "UnrecognizedClientException");
            user("bob", allow("one"));
            rejected(() -> call(lambda), "UnrecognizedClientException");
        }
    }

    @Test
    void aChangedPolicyHoldsForTheNextCall() {
        try (LambdaClient lambda = lambda(user("cat", allow("one")))) {
            served(lambda);
            policy("cat", allow("other"));
            rejected(() -> call(lambda), "AccessDeniedException");
            policy("cat", allow("one"));
            served(lambda);
            iam.attachUserPolicy(
                    p -> p.userName("cat").policyArn("arn:aws:iam::aws:policy/AWSDenyAll"));
            rejected(() -> call(lambda), "explicit deny");
        }
    }

    @Test
    void thePolicyOfAGroupAndItsMembersHoldAtOnce() {
        try (LambdaClient lambda = lambda(user("dan", null))) {
            iam.createGroup(g -> g.groupName("callers"));
            iam.putGroupPolicy(
                    p -> p.groupName("callers").policyName("p").policyDocument(allow("one")));
            rejected(() -> call(lambda), "AccessDeniedException");
            iam.addUserToGroup(g -> g.groupName("callers").userName("dan"));
            served(lambda);
            iam.removeUserFromGroup(g -> g.groupName("callers").userName("dan"));
            rejected(() -> call(lambda), "AccessDeniedException");
        }
    }

    /** What a policy asks of tags is looked up for each call. */
    @Test
    void tagsOfTheFunctionAreThoseItHasNow() {
        String tagged =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*",
                 "Action": "lambda:InvokeFunction",
                 "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}}}}\
                """;
        try (LambdaClient lambda = lambda(user("eva", tagged))) {
            rejected(() -> call(lambda), "AccessDeniedException");
            root.tagResource(r -> r.resource(arn).tags(Map.of("team", "red")));
            served(lambda);
            root.untagResource(r -> r.resource(arn).tagKeys("team"));
            rejected(() -> call(lambda), "AccessDeniedException");
        }
    }

    /** A session ends with its role, and with what its role may do. */
    @Test
    void aSessionHasWhatItsRoleHasNow() {
        iam.createRole(
                r ->
                        r.roleName("caller")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Action": "sts:AssumeRole",
                                         "Principal": {"AWS": "000000000000"}}}\
                                        """));
        iam.putRolePolicy(p -> p.roleName("caller").policyName("p").policyDocument(allow("one")));
        try (StsClient sts = node.client(StsClient.builder());
                LambdaClient lambda = lambda(session(sts))) {
            served(lambda);
            iam.deleteRolePolicy(p -> p.roleName("caller").policyName("p"));
            rejected(() -> call(lambda), "AccessDeniedException");
            iam.deleteRole(r -> r.roleName("caller"));
            rejected(() -> call(lambda), "AccessDeniedException");
        }
    }

    @Test
    void theFunctionsOwnPolicyHoldsAtOnce() {
        try (LambdaClient lambda = lambda(user("fay", null))) {
            rejected(() -> call(lambda), "AccessDeniedException");
            root.addPermission(
                    p ->
                            p.functionName("one")
                                    .statementId("fay")
                                    .action("lambda:InvokeFunction")
                                    .principal("arn:aws:iam::000000000000:user/fay"));
            served(lambda);
            root.removePermission(p -> p.functionName("one").statementId("fay"));
            rejected(() -> call(lambda), "AccessDeniedException");
        }
    }

    @Test
    void errorsOfTheInvocationAreWhatTheyAlwaysAre() {
        try (LambdaClient lambda = lambda(user("gus", allow("*")))) {
            served(lambda);
            rejected(() -> lambda.invoke(r -> r.functionName("none")), "ResourceNotFoundException");
            rejected(
                    () -> lambda.invoke(r -> r.functionName("one").clientContext("{}")),
                    "InvalidRequestContentException");
            assertThat(LiveNode.invoke(lambda, "one", "{\"a\": [1]}")).isEqualTo("{\"a\": [1]}");
        }
    }

    private AwsCredentials session(StsClient sts) {
        Credentials made =
                sts.assumeRole(
                                r ->
                                        r.roleArn("arn:aws:iam::000000000000:role/caller")
                                                .roleSessionName("me")
                                                .durationSeconds(
                                                        (int) Duration.ofHours(1).toSeconds()))
                        .credentials();
        return AwsSessionCredentials.create(
                made.accessKeyId(), made.secretAccessKey(), made.sessionToken());
    }

    /** Twice: the second time everything is known. */
    private static void served(LambdaClient lambda) {
        call(lambda);
        call(lambda);
    }

    private static void call(LambdaClient lambda) {
        int status =
                lambda.invoke(r -> r.functionName("one").invocationType(InvocationType.DRY_RUN))
                        .statusCode();
        assertThat(status).isEqualTo(204);
    }

    private static void rejected(ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e ->
                                assertThat(e.awsErrorDetails() + " " + e.getMessage() + " " + e)
                                        .contains(what));
    }

    private LambdaClient lambda(AccessKey key) {
        return lambda(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }

    private LambdaClient lambda(AwsCredentials keys) {
        return node.client(LambdaClient.builder(), keys);
    }

    private AccessKey user(String name, @Nullable String policy) {
        iam.createUser(u -> u.userName(name));
        if (policy != null) {
            policy(name, policy);
        }
        return iam.createAccessKey(k -> k.userName(name)).accessKey();
    }

    private void policy(String name, String document) {
        iam.putUserPolicy(p -> p.userName(name).policyName("p").policyDocument(document));
    }

    private static String allow(String function) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
         "Action": "lambda:InvokeFunction", "Resource": "%s%s"}}\
        """
                .formatted(ARN, function);
    }
}
