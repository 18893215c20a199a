package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.TaggingDirective;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What conditions know of sessions, of the way that a call came, and of what it is about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class ConditionKeysTest {
    private ServicesNode node;
    private IamClient iam;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ServicesNode(folder);
        iam = node.client(IamClient.builder()).build();
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    /** "The key is not present in requests made with long-term credentials." */
    @Test
    void onlySessionsTellThatTheyHaveNoSecondFactor() {
        AwsCredentials user =
                user(
                        "factor",
                        """
                        {"Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": "*",
                         "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}},
                        {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": "*",
                         "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
                        {"Effect": "Deny", "Action": "logs:*", "Resource": "*",
                         "Condition": {"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}}}\
                        """);
        CloudWatchLogsClient withKeys = logs(user);
        CloudWatchLogsClient inSession = logs(session(sts(user).getSessionToken().credentials()));

        denied(withKeys::describeLogGroups, "AccessDenied");
        inSession.describeLogGroups();
        denied(() -> inSession.createLogGroup(r -> r.logGroupName("g")), "AccessDenied");
    }

    /** STS API Reference, "GetSessionToken". */
    @Test
    void aUsersSessionCallsNoIamAndOfStsNoMoreThanItMay() {
        AwsCredentials user =
                user("short", "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}");
        AwsCredentials session = session(sts(user).getSessionToken().credentials());
        StsClient sts = sts(session);

        denied(
                () -> node.client(IamClient.builder(), session).build().listUsers(),
                "InvalidClientTokenId");
        denied(
                () -> sts.getAccessKeyInfo(r -> r.accessKeyId("AKIAIOSFODNN7EXAMPLE")),
                "InvalidClientTokenId");
        denied(
                () -> sts.decodeAuthorizationMessage(r -> r.encodedMessage("x")),
                "InvalidClientTokenId");
        assertThat(sts.getCallerIdentity().arn()).endsWith("user/short");
        logs(session).describeLogGroups();
        denied(
                () -> sts(user).decodeAuthorizationMessage(r -> r.encodedMessage("x")),
                "InvalidAuthorizationMessageException");
    }

    @Test
    void aTrustPolicyKnowsWhereACallComesFrom() {
        role("near", "\"IpAddress\": {\"aws:SourceIp\": \"127.0.0.0/8\"}");
        role("far", "\"IpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}");
        role("old", "\"DateLessThan\": {\"aws:CurrentTime\": \"2020-01-01T00:00:00Z\"}");
        role("factor", "\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}");
        StsClient root = node.client(StsClient.builder()).build();

        root.assumeRole(r -> r.roleArn(arn("near")).roleSessionName("me"));
        for (String name : new String[] {"far", "old", "factor"}) {
            denied(
                    () -> root.assumeRole(r -> r.roleArn(arn(name)).roleSessionName("me")),
                    "AccessDenied");
        }
    }

    @Test
    void tagsOfLogGroupsAndManagedPoliciesAreKnown() {
        CloudWatchLogsClient root = node.client(CloudWatchLogsClient.builder()).build();
        root.createLogGroup(r -> r.logGroupName("blue").tags(Map.of("team", "blue")));
        root.createLogGroup(r -> r.logGroupName("red").tags(Map.of("team", "red")));
        String blue = policy("blue");
        String red = policy("red");
        AwsCredentials user =
                user(
                        "tagged",
                        """
                        {"Effect": "Allow", "Action": ["logs:*", "iam:GetPolicy"], "Resource": "*",
                         "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}}\
                        """);
        CloudWatchLogsClient logs = logs(user);

        logs.putRetentionPolicy(r -> r.logGroupName("blue").retentionInDays(7));
        logs.createLogStream(r -> r.logGroupName("blue").logStreamName("s"));
        denied(
                () -> logs.putRetentionPolicy(r -> r.logGroupName("red").retentionInDays(7)),
                "AccessDenied");
        IamClient asUser = node.client(IamClient.builder(), user).build();
        asUser.getPolicy(r -> r.policyArn(blue));
        denied(() -> asUser.getPolicy(r -> r.policyArn(red)), "AccessDenied");
    }

    @Test
    void whatIsNamedByUrlOrByListIsJudgedByItsArn() {
        AwsCredentials user =
                user(
                        "named",
                        """
                        {"Effect": "Allow", "Action": ["iam:*OpenIDConnectProvider*"],
                         "Resource": "arn:aws:iam::000000000000:oidc-provider/mine.example/*"},
                        {"Effect": "Allow", "Action": "iam:*ServiceLinkedRole*", "Resource":
                         "arn:aws:iam::*:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleFor*"},
                        {"Effect": "Allow", "Action": "iam:SimulatePrincipalPolicy",
                         "Resource": "arn:aws:iam::000000000000:user/named"},
                        {"Effect": "Allow", "Action": "ecr:*", "Resource": "*/mine"}\
                        """);
        IamClient asUser = node.client(IamClient.builder(), user).build();
        String provider =
                asUser.createOpenIDConnectProvider(
                                r -> r.url("https://mine.example/a").clientIDList("c"))
                        .openIDConnectProviderArn();

        asUser.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(provider));
        denied(
                () ->
                        asUser.createOpenIDConnectProvider(
                                r -> r.url("https://other.example/a").clientIDList("c")),
                "AccessDenied");
        asUser.createServiceLinkedRole(r -> r.awsServiceName("ops.apigateway.amazonaws.com"));
        denied(
                () -> asUser.createServiceLinkedRole(r -> r.awsServiceName("rds.amazonaws.com")),
                "AccessDenied");
        asUser.simulatePrincipalPolicy(
                r ->
                        r.policySourceArn("arn:aws:iam::000000000000:user/named")
                                .actionNames("s3:GetObject"));
        denied(
                () ->
                        asUser.simulatePrincipalPolicy(
                                r ->
                                        r.policySourceArn("arn:aws:iam::000000000000:user/other")
                                                .actionNames("s3:GetObject")),
                "AccessDenied");
        EcrClient images = node.client(EcrClient.builder(), user).build();
        images.createRepository(r -> r.repositoryName("mine"));
        images.describeRepositories(r -> r.repositoryNames("mine"));
        denied(
                () -> images.describeRepositories(r -> r.repositoryNames("mine", "other")),
                "AccessDenied");
    }

    /** Amazon S3 User Guide, "Tagging and access control policies". */
    @Test
    void tagsOfObjectsThatAreAskedForAndThatAreThereAreKnown() {
        S3Client root = s3(AwsBasicCredentials.create("test", "test"));
        root.createBucket(r -> r.bucket("tagged-objects"));
        AwsCredentials user =
                user(
                        "tagger",
                        """
                        {"Effect": "Allow", "Action": ["s3:PutObject", "s3:PutObjectTagging"], "Resource": "*",
                         "Condition": {"StringEquals": {"s3:RequestObjectTag/team": "blue"},
                          "ForAllValues:StringEquals": {"s3:RequestObjectTagKeys": ["team", "owner"]}}},
                        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                         "Condition": {"StringEquals": {"s3:ExistingObjectTag/team": "blue",
                          "s3:ResourceAccount": "000000000000"}, "Null": {"s3:DataAccessPointArn": "true"}}}\
                        """);
        S3Client asUser = s3(user);
        asUser.putObject(put("blue", "team=blue&owner=me"), RequestBody.fromString("b"));
        denied(
                () -> asUser.putObject(put("red", "team=red"), RequestBody.fromString("r")),
                "AccessDenied");
        denied(
                () -> asUser.putObject(put("more", "team=blue&x=y"), RequestBody.fromString("m")),
                "AccessDenied");
        root.putObject(put("red", "team=red"), RequestBody.fromString("r"));

        asUser.getObjectAsBytes(r -> r.bucket("tagged-objects").key("blue"));
        denied(
                () -> asUser.getObjectAsBytes(r -> r.bucket("tagged-objects").key("red")),
                "AccessDenied");
        asUser.copyObject(copy("blue", "again"));
        denied(() -> asUser.copyObject(copy("red", "blue")), "AccessDenied");
    }

    /** What is read decides, not what is written over. */
    private static CopyObjectRequest copy(String from, String to) {
        return CopyObjectRequest.builder()
                .sourceBucket("tagged-objects")
                .sourceKey(from)
                .destinationBucket("tagged-objects")
                .destinationKey(to)
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging("team=blue")
                .build();
    }

    @Test
    void keysThatServicesNameThemselvesAreKnown() {
        AwsCredentials user =
                user(
                        "own-keys",
                        """
                        {"Effect": "Allow", "Action": "ssm:PutParameter", "Resource": "*",
                         "Condition": {"StringNotEquals": {"ssm:Overwrite": "true"}}},
                        {"Effect": "Allow", "Action": "ecr:DeleteRepository", "Resource": "*",
                         "Condition": {"StringEquals": {"ecr:ResourceTag/team": "blue"}}}\
                        """);
        SsmClient parameters = node.client(SsmClient.builder(), user).build();
        parameters.putParameter(r -> r.name("kept").value("1").type("String"));
        denied(
                () -> parameters.putParameter(r -> r.name("kept").value("2").overwrite(true)),
                "AccessDenied");
        EcrClient root = node.client(EcrClient.builder()).build();
        root.createRepository(
                r -> r.repositoryName("blues").tags(t -> t.key("team").value("blue")));
        root.createRepository(r -> r.repositoryName("reds"));
        EcrClient images = node.client(EcrClient.builder(), user).build();
        images.deleteRepository(r -> r.repositoryName("blues"));
        denied(() -> images.deleteRepository(r -> r.repositoryName("reds")), "AccessDenied");
    }

    private static PutObjectRequest put(String key, String tags) {
        return PutObjectRequest.builder().bucket("tagged-objects").key(key).tagging(tags).build();
    }

    @Test
    void howACallOfS3IsSignedDecides() throws Exception {
        S3Client root = s3(AwsBasicCredentials.create("test", "test"));
        root.createBucket(r -> r.bucket("signed"));
        root.putObject(r -> r.bucket("signed").key("k"), RequestBody.fromString("v"));
        String allowed =
                "{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}";
        AwsCredentials anyhow = user("anyhow", allowed);
        AwsCredentials byHeader =
                user(
                        "by-header",
                        allowed + denial("StringNotEquals", "s3:authType", "REST-HEADER"));
        AwsCredentials young =
                user("young", allowed + denial("NumericLessThan", "s3:signatureAge", "60000"));
        AwsCredentials asymmetric =
                user(
                        "asymmetric",
                        allowed
                                + denial(
                                        "StringNotEquals",
                                        "s3:signatureversion",
                                        "AWS4-ECDSA-P256-SHA256"));

        assertThat(statusOfUrl(anyhow)).isEqualTo(200);
        assertThat(statusOfUrl(byHeader)).isEqualTo(403);
        s3(byHeader).getObject(r -> r.bucket("signed").key("k")).close();
        assertThat(statusOfUrl(young)).isEqualTo(403);
        s3(young).getObject(r -> r.bucket("signed").key("k")).close();
        denied(() -> s3(asymmetric).getObject(r -> r.bucket("signed").key("k")), "AccessDenied");
    }

    private static String denial(String operator, String key, String value) {
        return """
        , {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"%s": {"%s": "%s"}}}\
        """
                .formatted(operator, key, value);
    }

    private int statusOfUrl(AwsCredentials keys) throws Exception {
        try (S3Presigner presigner =
                S3Presigner.builder()
                        .endpointOverride(node.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(keys))
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .build()) {
            URI url =
                    presigner
                            .presignGetObject(
                                    r ->
                                            r.signatureDuration(Duration.ofMinutes(5))
                                                    .getObjectRequest(
                                                            g -> g.bucket("signed").key("k")))
                            .url()
                            .toURI();
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private S3Client s3(AwsCredentials keys) {
        return node.client(S3Client.builder(), keys).forcePathStyle(true).build();
    }

    private String policy(String team) {
        return iam.createPolicy(
                        p ->
                                p.policyName("of-" + team)
                                        .policyDocument(
                                                document(
                                                        "{\"Effect\": \"Deny\", \"Action\": \"*\","
                                                                + " \"Resource\": \"*\"}"))
                                        .tags(t -> t.key("team").value(team)))
                .policy()
                .arn();
    }

    private void role(String name, String condition) {
        iam.createRole(
                r ->
                        r.roleName(name)
                                .assumeRolePolicyDocument(
                                        document(
                                                """
                                                {"Effect": "Allow", "Action": "sts:AssumeRole",
                                                 "Principal": {"AWS": "000000000000"},
                                                 "Condition": {%s}}
                                                """
                                                        .formatted(condition))));
    }

    private AwsCredentials user(String name, String statements) {
        iam.createUser(r -> r.userName(name));
        iam.putUserPolicy(
                r -> r.userName(name).policyName("p").policyDocument(document(statements)));
        AccessKey key = iam.createAccessKey(r -> r.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private static String document(String statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
    }

    private static String arn(String role) {
        return "arn:aws:iam::000000000000:role/" + role;
    }

    private CloudWatchLogsClient logs(AwsCredentials keys) {
        return node.client(CloudWatchLogsClient.builder(), keys).build();
    }

    private StsClient sts(AwsCredentials keys) {
        return node.client(StsClient.builder(), keys).build();
    }

    private static AwsCredentials session(Credentials given) {
        return AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    private static void denied(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).startsWith(code));
    }
}
