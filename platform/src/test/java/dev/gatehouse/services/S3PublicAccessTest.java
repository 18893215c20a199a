package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a bucket's policy opens to callers without a key, and Block Public Access closes. */
@Tag("node")
class S3PublicAccessTest {
    private static final String BUCKET = "opened";

    @RegisterExtension static final S3Fixture S3 = new S3Fixture(BUCKET);

    private static S3Client anonymous;
    private static S3Client stranger;

    @BeforeAll
    static void clients() {
        anonymous = S3.client(AnonymousCredentialsProvider.create());
        stranger =
                S3.client(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("111111111111", "test")));
        S3.put("site/index.html", "<p>");
        S3.put("private", "p");
    }

    @AfterEach
    void close() {
        S3.client().deleteBucketPolicy(r -> r.bucket(BUCKET));
        block(true, true);
    }

    @Test
    void nobodyReadsWhatNoPolicyOpens() {
        denied(() -> get(anonymous, "private"));
        denied(() -> anonymous.listObjectsV2(r -> r.bucket(BUCKET)));
        denied(() -> anonymous.listBuckets());
        denied(
                () ->
                        anonymous.putObject(
                                r -> r.bucket(BUCKET).key("x"), RequestBody.fromString("x")));
        denied(() -> anonymous.createBucket(r -> r.bucket("of-anonymous")));
        S3Fixture.assertRejected(
                "NoSuchBucket", () -> anonymous.listObjectsV2(r -> r.bucket("not-there")));
    }

    @Test
    void aPolicyOpensWhatItNamesToCallersWithoutAKey() {
        block(false, false);
        open("\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::opened/site/*\"");
        assertThat(get(anonymous, "site/index.html")).isEqualTo("<p>");
        denied(() -> get(anonymous, "private"));
        denied(() -> anonymous.listObjectsV2(r -> r.bucket(BUCKET)));
        denied(() -> anonymous.deleteObject(r -> r.bucket(BUCKET).key("site/index.html")));
        denied(() -> anonymous.getBucketPolicy(r -> r.bucket(BUCKET)));
        open(
                "\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::opened/drop/*\","
                        + "\"Condition\":{\"Null\":{\"aws:PrincipalArn\":\"true\"}}");
        anonymous.putObject(r -> r.bucket(BUCKET).key("drop/a"), RequestBody.fromString("dropped"));
        assertThat(get(S3.client(), "drop/a")).isEqualTo("dropped");
    }

    @Test
    void onlyThoseWhoMayListAreToldThatAnObjectIsNotThere() {
        block(false, false);
        open("\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::opened/*\"");
        denied(() -> get(anonymous, "absent"));
        assertThatThrownBy(() -> anonymous.headObject(r -> r.bucket(BUCKET).key("absent")))
                .hasMessageContaining("403");
        open(
                "\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],"
                        + "\"Resource\":[\"arn:aws:s3:::opened\",\"arn:aws:s3:::opened/*\"]");
        S3Fixture.assertRejected("NoSuchKey", () -> get(anonymous, "absent"));
    }

    @Test
    void aPublicPolicyIsRejectedWhileSuchAreBlocked() {
        assertThatThrownBy(
                        () ->
                                open(
                                        "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::opened/*\""))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        rejection ->
                                assertThat(rejection.awsErrorDetails().errorMessage())
                                        .isEqualTo(
                                                "User: arn:aws:iam::000000000000:root is not"
                                                    + " authorized to perform: s3:PutBucketPolicy"
                                                    + " on resource: \"arn:aws:s3:::opened\""
                                                    + " because public policies are prevented by"
                                                    + " the BlockPublicPolicy setting in S3 Block"
                                                    + " Public Access."));
    }

    @Test
    void aPublicPolicyLetsInItsOwnAccountAloneWhereThatIsRestricted() {
        block(false, true);
        open("\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::opened/*\"");
        denied(() -> get(anonymous, "private"));
        denied(() -> get(stranger, "private"));
        assertThat(get(S3.client(), "private")).isEqualTo("p");
        block(false, false);
        assertThat(get(anonymous, "private")).isEqualTo("p");
        assertThat(get(stranger, "private")).isEqualTo("p");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "*"                                       | {}                                                      | true
                    {"AWS":["arn:aws:iam::111111111111:root","*"]} | {}                                                 | true
                    {"AWS":"arn:aws:iam::111111111111:root"}  | {}                                                      | false
                    {"Service":"cloudfront.amazonaws.com"}    | {}                                                      | false
                    "*"                                       | {"StringEquals":{"aws:SourceAccount":"111111111111"}}   | false
                    "*"                                       | {"StringLike":{"aws:SourceArn":"arn:aws:s3:::b*"}}      | true
                    "*"                                       | {"StringEqualsIfExists":{"aws:SourceVpce":"vpce-1"}}    | true
                    "*"                                       | {"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}         | true
                    "*"                                       | {"StringEquals":{"aws:Referer":"https://a"}}            | true
                    "*"                                       | {"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}         | false
                    "*"                                       | {"IpAddress":{"aws:SourceIp":["10.0.0.0/8","0.0.0.0/1"]}} | true
                    "*"                                       | {"StringEquals":{"aws:userid":"${aws:username}"}}       | true
                    """)
    void aPolicyIsPublicUnlessFixedValuesNarrowIt(
            String principal, String condition, boolean isPublic) {
        block(false, false);
        S3.client()
                .putBucketPolicy(
                        r ->
                                r.bucket(BUCKET)
                                        .policy(
                                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::opened/*\",\"Principal\":%s,\"Condition\":%s}]}"
                                                        .formatted(principal, condition)));
        assertThat(
                        S3.client()
                                .getBucketPolicyStatus(r -> r.bucket(BUCKET))
                                .policyStatus()
                                .isPublic())
                .isEqualTo(isPublic);
    }

    private static void open(String statement) {
        S3.client()
                .putBucketPolicy(
                        r ->
                                r.bucket(BUCKET)
                                        .policy(
                                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                                                        + statement
                                                        + "}]}"));
    }

    private static void block(boolean policies, boolean restrict) {
        S3.client()
                .putPublicAccessBlock(
                        r ->
                                r.bucket(BUCKET)
                                        .publicAccessBlockConfiguration(
                                                c ->
                                                        c.blockPublicPolicy(policies)
                                                                .restrictPublicBuckets(restrict)));
    }

    private static String get(S3Client client, String key) {
        return client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }

    private static void denied(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        rejection -> {
                            assertThat(rejection.statusCode()).isEqualTo(403);
                            assertThat(rejection.awsErrorDetails().errorMessage())
                                    .isEqualTo("Access Denied");
                        });
    }
}
