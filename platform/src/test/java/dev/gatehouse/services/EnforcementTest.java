package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Who is not the root may do what policies allow, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class EnforcementTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal":
             {"AWS": "arn:aws:iam::000000000000:root"},
             "Action": ["sts:AssumeRole", "sts:TagSession"]}}\
            """;

    private ServicesNode node;
    private IamClient iam;
    private S3Client s3;
    private StsClient sts;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ServicesNode(folder);
        iam = node.client(IamClient.builder()).build();
        s3 = s3(AwsBasicCredentials.create("test", "test"));
        sts = node.client(StsClient.builder()).build();
        s3.createBucket(r -> r.bucket("things"));
        s3.putObject(r -> r.bucket("things").key("red/a"), RequestBody.fromString("a"));
        s3.putObject(r -> r.bucket("things").key("blue/b"), RequestBody.fromString("b"));
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @Test
    void aUserMayDoWhatItsPoliciesAllow() {
        AwsCredentials ann = user("ann", allow("s3:GetObject", "arn:aws:s3:::things/red/*"));

        assertThat(read(ann, "red/a")).isEqualTo("a");
        denied(
                () -> read(ann, "blue/b"),
                "User: arn:aws:iam::000000000000:user/ann is not authorized to perform:"
                        + " s3:GetObject on resource: \"arn:aws:s3:::things/blue/b\" because no"
                        + " identity-based policy allows the s3:GetObject action");
        iam.putUserPolicy(
                p ->
                        p.userName("ann")
                                .policyName("more")
                                .policyDocument(allow("s3:Get*", "arn:aws:s3:::things/*")));
        assertThat(read(ann, "blue/b")).isEqualTo("b");
        iam.putUserPolicy(
                p ->
                        p.userName("ann")
                                .policyName("deny")
                                .policyDocument(
                                        allow("s3:*", "arn:aws:s3:::things/blue/*")
                                                .replace("Allow", "Deny")));
        denied(() -> read(ann, "blue/b"), "with an explicit deny in an identity-based policy");
    }

    @Test
    void aUserWithoutPoliciesMayNeitherReadNorChangeAnything() {
        AwsCredentials bob = user("bob", null);
        IamClient asBob = node.client(IamClient.builder(), bob).build();

        denied(
                () -> asBob.createUser(u -> u.userName("eve").path("/team/")),
                "iam:CreateUser on resource: arn:aws:iam::000000000000:user/team/eve because no"
                        + " identity-based policy allows the iam:CreateUser action");
        denied(() -> asBob.listRoles(), "iam:ListRoles on resource: * because");
        denied(
                () ->
                        asBob.putUserPolicy(
                                p -> p.userName("bob").policyName("p").policyDocument("{}")),
                "iam:PutUserPolicy");
        denied(
                () ->
                        node.client(CloudWatchLogsClient.builder(), bob)
                                .build()
                                .createLogGroup(g -> g.logGroupName("/x")),
                "logs:CreateLogGroup on resource:"
                        + " arn:aws:logs:us-east-1:000000000000:log-group:/x:log-stream:");
        assertThat(node.client(StsClient.builder(), bob).build().getCallerIdentity().arn())
                .endsWith("user/bob");
    }

    @Test
    void aSessionMayDoWhatItsRoleAndItsOwnPoliciesAllow() {
        role("reader", allow("s3:GetObject", "arn:aws:s3:::things/*"));
        AwsCredentials whole = session(r -> r.roleArn(arn("reader")));
        AwsCredentials narrowed =
                session(
                        r ->
                                r.roleArn(arn("reader"))
                                        .policy(allow("s3:*", "arn:aws:s3:::things/red/*")));

        assertThat(read(whole, "blue/b")).isEqualTo("b");
        assertThat(read(narrowed, "red/a")).isEqualTo("a");
        denied(
                () -> read(narrowed, "blue/b"),
                "because no session policy allows the s3:GetObject action");
        denied(
                () -> s3(narrowed).putObject(r -> r.bucket("things").key("red/x"), body()),
                "because no identity-based policy allows the s3:PutObject action");
    }

    @Test
    void tagsOfSessionsAndRolesAreJudged() {
        role("tagged", allow("s3:GetObject", "arn:aws:s3:::things/${aws:PrincipalTag/team}/*"));
        iam.tagRole(t -> t.roleName("tagged").tags(g -> g.key("team").value("blue")));
        AwsCredentials own = session(r -> r.roleArn(arn("tagged")));
        AwsCredentials red =
                session(r -> r.roleArn(arn("tagged")).tags(t -> t.key("team").value("red")));

        assertThat(read(own, "blue/b")).isEqualTo("b");
        assertThat(read(red, "red/a")).isEqualTo("a");
        denied(() -> read(red, "blue/b"), "no identity-based policy");
    }

    @Test
    void aBoundaryBoundsWhatPoliciesAllow() {
        role("bounded", allow("s3:*", "*"));
        String boundary =
                iam.createPolicy(
                                p ->
                                        p.policyName("only-red")
                                                .policyDocument(
                                                        allow("s3:*", "arn:aws:s3:::things/red/*")))
                        .policy()
                        .arn();
        iam.putRolePermissionsBoundary(r -> r.roleName("bounded").permissionsBoundary(boundary));
        AwsCredentials bounded = session(r -> r.roleArn(arn("bounded")));

        assertThat(read(bounded, "red/a")).isEqualTo("a");
        denied(() -> read(bounded, "blue/b"), "because no permissions boundary allows the");
    }

    @Test
    void onlyWhomTheTrustPolicyAndItsOwnPoliciesAllowAssumesARole() {
        role("guarded", null);
        AwsCredentials cat = user("cat", null);
        StsClient asCat = node.client(StsClient.builder(), cat).build();
        denied(
                () -> asCat.assumeRole(r -> r.roleArn(arn("guarded")).roleSessionName("me")),
                "sts:AssumeRole on resource: arn:aws:iam::000000000000:role/guarded because no"
                        + " identity-based policy allows the sts:AssumeRole action");
        iam.putUserPolicy(
                p ->
                        p.userName("cat")
                                .policyName("p")
                                .policyDocument(allow("sts:AssumeRole", arn("guarded"))));
        asCat.assumeRole(r -> r.roleArn(arn("guarded")).roleSessionName("me"));
    }

    @Test
    void aBucketPolicyAllowsAndDenies() {
        s3.createBucket(r -> r.bucket("ruled"));
        s3.putObject(r -> r.bucket("ruled").key("k"), RequestBody.fromString("k"));
        AwsCredentials dan = user("dan", null);
        S3Client asDan = s3(dan);
        S3Client stranger = s3(AwsBasicCredentials.create("111111111111", "test"));
        denied(() -> asDan.headObject(r -> r.bucket("ruled").key("k")), null);

        s3.putBucketPolicy(
                r ->
                        r.bucket("ruled")
                                .policy(
                                        """
                                        {"Version": "2012-10-17", "Statement": [
                                         {"Effect": "Allow", "Action": "s3:GetObject",
                                          "Principal": {"AWS": ["arn:aws:iam::000000000000:user/dan",
                                                                "111111111111"]},
                                          "Resource": "arn:aws:s3:::ruled/*"},
                                         {"Effect": "Deny", "Action": "s3:DeleteObject",
                                          "Principal": "*", "Resource": "arn:aws:s3:::ruled/k"}]}\
                                        """));

        asDan.headObject(r -> r.bucket("ruled").key("k"));
        assertThat(stranger.getObjectAsBytes(r -> r.bucket("ruled").key("k")).asUtf8String())
                .isEqualTo("k");
        denied(() -> stranger.putObject(r -> r.bucket("ruled").key("k"), body()), "Access Denied");
        denied(() -> stranger.listObjectsV2(r -> r.bucket("ruled")), "Access Denied");
        denied(
                () -> s3.deleteObject(r -> r.bucket("ruled").key("k")),
                "User: arn:aws:iam::000000000000:root is not authorized to perform:"
                        + " s3:DeleteObject on resource: \"arn:aws:s3:::ruled/k\" with an explicit"
                        + " deny in a resource-based policy");
        var deleted =
                s3.deleteObjects(
                        r ->
                                r.bucket("ruled")
                                        .delete(
                                                d ->
                                                        d.objects(
                                                                o -> o.key("k"),
                                                                o -> o.key("free"))));
        assertThat(deleted.deleted()).singleElement().returns("free", each -> each.key());
        assertThat(deleted.errors())
                .singleElement()
                .returns("k", each -> each.key())
                .returns("AccessDenied", each -> each.code());
        s3.deleteBucketPolicy(r -> r.bucket("ruled"));
        s3.deleteObject(r -> r.bucket("ruled").key("k"));
        denied(() -> asDan.headObject(r -> r.bucket("ruled").key("k")), null);
    }

    @Test
    void theRootGetsAtABucketPolicyThatDeniesItEverything() {
        s3.createBucket(r -> r.bucket("locked"));
        s3.putBucketPolicy(
                r ->
                        r.bucket("locked")
                                .policy(
                                        """
                                        {"Statement": {"Effect": "Deny", "Principal": "*",
                                         "Action": "s3:*", "Resource": ["arn:aws:s3:::locked",
                                         "arn:aws:s3:::locked/*"]}}\
                                        """));
        denied(() -> s3.listObjectsV2(r -> r.bucket("locked")), "explicit deny");
        s3.deleteBucketPolicy(r -> r.bucket("locked"));
        s3.listObjectsV2(r -> r.bucket("locked"));
    }

    @Test
    void copyingNeedsToReadTheSource() {
        AwsCredentials fay = user("fay", allow("s3:PutObject", "arn:aws:s3:::things/*"));
        for (String source : new String[] {"things/red/a", "/things/red/a", "things/red%2Fa"}) {
            denied(
                    () ->
                            s3(fay).copyObject(
                                            r ->
                                                    r.copySource(source)
                                                            .destinationBucket("things")
                                                            .destinationKey("copy")),
                    "s3:GetObject on resource: \"arn:aws:s3:::things/red/a\"");
        }
    }

    @Test
    void policiesOfAwsAreListedReadAttachedAndJudged() {
        String readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
        assertThat(iam.listPoliciesPaginator(p -> p.scope(PolicyScopeType.AWS)).policies())
                .hasSizeGreaterThan(1_500)
                .anyMatch(policy -> policy.arn().equals(readOnly));
        String version = iam.getPolicy(p -> p.policyArn(readOnly)).policy().defaultVersionId();
        assertThat(
                        iam.getPolicyVersion(p -> p.policyArn(readOnly).versionId(version))
                                .policyVersion()
                                .document())
                .contains("s3%3AGet%2A");

        AwsCredentials gil = user("gil", null);
        iam.attachUserPolicy(p -> p.userName("gil").policyArn(readOnly));

        assertThat(read(gil, "red/a")).isEqualTo("a");
        denied(() -> s3(gil).putObject(r -> r.bucket("things").key("x"), body()), "s3:PutObject");
    }

    private AwsCredentials user(String name, @Nullable String policy) {
        iam.createUser(u -> u.userName(name));
        if (policy != null) {
            iam.putUserPolicy(p -> p.userName(name).policyName("p").policyDocument(policy));
        }
        AccessKey key = iam.createAccessKey(k -> k.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private void role(String name, @Nullable String policy) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
        if (policy != null) {
            iam.putRolePolicy(p -> p.roleName(name).policyName("p").policyDocument(policy));
        }
    }

    private AwsCredentials session(java.util.function.Consumer<AssumeRoleRequest.Builder> request) {
        Credentials given =
                sts.assumeRole(r -> request.accept(r.roleSessionName("me"))).credentials();
        return AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    private S3Client s3(AwsCredentials credentials) {
        return node.client(S3Client.builder(), credentials).forcePathStyle(true).build();
    }

    private String read(AwsCredentials credentials, String key) {
        return s3(credentials).getObjectAsBytes(r -> r.bucket("things").key(key)).asUtf8String();
    }

    private static RequestBody body() {
        return RequestBody.fromString("x");
    }

    private static String arn(String role) {
        return "arn:aws:iam::000000000000:role/" + role;
    }

    private static String allow(String action, String resource) {
        return """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "%s",
         "Resource": "%s"}}\
        """
                .formatted(action, resource);
    }

    private static void denied(ThrowingCallable call, @Nullable String says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.statusCode()).isIn(400, 403);
                            if (says != null) {
                                assertThat(e.awsErrorDetails().errorCode())
                                        .startsWith("AccessDenied");
                                assertThat(e.awsErrorDetails().errorMessage()).contains(says);
                            }
                        });
    }
}
