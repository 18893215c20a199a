package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;

/** Federated users may do what both their user and their session's policies allow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("node")
final class FederationTest {
    private static final String ALL = allow("s3:*", "*");

    private ServicesNode node;
    private IamClient iam;
    private AwsCredentials user;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = new ServicesNode(folder);
        iam = node.client(IamClient.builder()).build();
        S3Client s3 = s3(AwsBasicCredentials.create("test", "test"));
        s3.createBucket(r -> r.bucket("things"));
        s3.putObject(r -> r.bucket("things").key("red"), RequestBody.fromString("r"));
        s3.putObject(r -> r.bucket("things").key("blue"), RequestBody.fromString("b"));
        iam.createUser(u -> u.userName("proxy"));
        iam.putUserPolicy(
                p ->
                        p.userName("proxy")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Statement": [
                                         {"Effect": "Allow", "Action": "s3:*",
                                          "Resource": "arn:aws:s3:::things/red"},
                                         {"Effect": "Allow", "Action": "sts:GetFederationToken",
                                          "Resource": "*"}]}\
                                        """));
        AccessKey key = iam.createAccessKey(k -> k.userName("proxy")).accessKey();
        user = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
    }

    @Test
    void aFederatedUserIsNamedAndMayDoWhatBothAllow() {
        GetFederationTokenResponse ann =
                sts(user).getFederationToken(r -> r.name("ann").policy(ALL));
        AwsCredentials keys = keys(ann.credentials());

        assertThat(ann.federatedUser().arn())
                .isEqualTo("arn:aws:sts::000000000000:federated-user/ann");
        assertThat(sts(keys).getCallerIdentity().userId()).isEqualTo("000000000000:ann");
        assertThat(read(keys, "red")).isEqualTo("r");
        denied(() -> read(keys, "blue"), "AccessDenied");

        AwsCredentials narrow =
                keys(
                        sts(user)
                                .getFederationToken(
                                        r ->
                                                r.name("bob")
                                                        .policy(
                                                                allow(
                                                                        "s3:GetObject",
                                                                        "arn:aws:s3:::things/blue")))
                                .credentials());
        denied(() -> read(narrow, "red"), "AccessDenied");
        denied(() -> read(narrow, "blue"), "AccessDenied");
    }

    @Test
    void withoutPoliciesOfItsOwnASessionMayDoNothing() {
        AwsCredentials none =
                keys(sts(user).getFederationToken(r -> r.name("nobody")).credentials());
        denied(() -> read(none, "red"), "AccessDenied");
        AwsCredentials ofRoot =
                keys(
                        node.client(StsClient.builder())
                                .build()
                                .getFederationToken(r -> r.name("root").policy(ALL))
                                .credentials());
        assertThat(read(ofRoot, "blue")).isEqualTo("b");
    }

    @Test
    void federatedUsersReachNeitherIamNorSts() {
        AwsCredentials keys =
                keys(
                        node.client(StsClient.builder())
                                .build()
                                .getFederationToken(r -> r.name("all").policy(allow("*", "*")))
                                .credentials());
        IamClient asFederated = node.client(IamClient.builder(), keys).build();
        denied(asFederated::listUsers, "InvalidClientTokenId");
        denied(() -> sts(keys).getFederationToken(r -> r.name("again")), "InvalidClientTokenId");
        AwsCredentials session = keys(sts(user).getSessionToken().credentials());
        denied(() -> sts(session).getFederationToken(r -> r.name("xx")), "AccessDenied");
    }

    private StsClient sts(AwsCredentials keys) {
        return node.client(StsClient.builder(), keys).build();
    }

    private S3Client s3(AwsCredentials keys) {
        return node.client(S3Client.builder(), keys).forcePathStyle(true).build();
    }

    private String read(AwsCredentials keys, String key) {
        return s3(keys).getObjectAsBytes(r -> r.bucket("things").key(key)).asUtf8String();
    }

    private static AwsCredentials keys(Credentials given) {
        return AwsSessionCredentials.create(
                given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    private static String allow(String action, String resource) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"%s\", \"Resource\": \"%s\"}}"
                .formatted(action, resource);
    }

    private static void denied(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}
