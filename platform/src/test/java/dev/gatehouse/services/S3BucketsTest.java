package dev.gatehouse.services;

import static dev.gatehouse.services.S3Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/** Buckets and their settings. */
@org.junit.jupiter.api.Tag("node")
final class S3BucketsTest {
    private static final String SETTLED =
            """
            {"Statement": {"Effect": "Allow", "Principal": {"AWS": "000000000000"},
             "Action": "s3:GetObject", "Resource": "arn:aws:s3:::settled/*"}}\
            """;

    private static final String BUCKET = "buckets";

    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture(BUCKET);

    private final S3Client s3 = FIXTURE.client();

    @Test
    void aBucketIsDeletedOnceItIsEmpty() {
        s3.createBucket(r -> r.bucket("short-lived"));
        s3.putObject(r -> r.bucket("short-lived").key("a"), RequestBody.empty());
        s3.putObject(r -> r.bucket("short-lived").key("b"), RequestBody.fromString("b"));
        assertThat(s3.getObjectAsBytes(r -> r.bucket("short-lived").key("a")).asByteArray())
                .isEmpty();
        assertThatThrownBy(() -> s3.deleteBucket(r -> r.bucket("short-lived")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("BucketNotEmpty"));

        assertThat(
                        s3.deleteObjects(
                                        r ->
                                                r.bucket("short-lived")
                                                        .delete(
                                                                d ->
                                                                        d.objects(
                                                                                id("a"),
                                                                                id("b"),
                                                                                id("none"))))
                                .deleted())
                .hasSize(3);
        s3.deleteBucket(r -> r.bucket("short-lived"));

        assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("short-lived")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.listObjectsV2(r -> r.bucket("short-lived")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void answersAboutSettingsAsAFreshBucketDoes() {
        assertThat(s3.getBucketLocation(r -> r.bucket(BUCKET)).locationConstraintAsString())
                .isNullOrEmpty();
        assertThat(s3.getBucketVersioning(r -> r.bucket(BUCKET)).status()).isNull();
        assertThat(
                        s3.getBucketEncryption(r -> r.bucket(BUCKET))
                                .serverSideEncryptionConfiguration()
                                .rules())
                .hasSize(1);
        assertThat(s3.getBucketAcl(r -> r.bucket(BUCKET)).grants()).hasSize(1);
        assertThatThrownBy(() -> s3.getBucketPolicy(r -> r.bucket(BUCKET)))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("NoSuchBucketPolicy"));
    }

    @Test
    void anObjectMayAskForTheEncryptionOfItsBucketAndForTheOneOfAllBuckets() {
        ServerSideEncryptionRule kms =
                ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(d -> d.sseAlgorithm("aws:kms"))
                        .build();
        s3.createBucket(r -> r.bucket("encrypted"));
        s3.createBucket(r -> r.bucket("not-asked"));
        s3.putBucketEncryption(
                r -> r.bucket("encrypted").serverSideEncryptionConfiguration(c -> c.rules(kms)));

        // The CDK and the SAM CLI ask for these in the buckets they make.
        put("encrypted", ServerSideEncryption.AWS_KMS);
        put("encrypted", ServerSideEncryption.AES256);
        put("not-asked", ServerSideEncryption.AES256);
        assertRejected("NotImplemented", () -> put("not-asked", ServerSideEncryption.AWS_KMS));
    }

    private void put(String bucket, ServerSideEncryption encryption) {
        s3.putObject(
                r -> r.bucket(bucket).key("k").serverSideEncryption(encryption),
                RequestBody.fromString("x"));
    }

    @Test
    void keepsTheSettingsOfABucket() {
        s3.createBucket(r -> r.bucket("settled"));
        ServerSideEncryptionRule kms =
                ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(d -> d.sseAlgorithm("aws:kms"))
                        .build();
        s3.putBucketEncryption(
                r -> r.bucket("settled").serverSideEncryptionConfiguration(c -> c.rules(kms)));
        s3.putPublicAccessBlock(
                r ->
                        r.bucket("settled")
                                .publicAccessBlockConfiguration(c -> c.blockPublicAcls(true)));
        s3.putBucketTagging(
                r -> r.bucket("settled").tagging(t -> t.tagSet(tag -> tag.key("a").value("b"))));
        s3.putBucketPolicy(r -> r.bucket("settled").policy(SETTLED));

        assertThat(
                        s3.putObject(r -> r.bucket("settled").key("k"), RequestBody.fromString("x"))
                                .serverSideEncryptionAsString())
                .isEqualTo("aws:kms");
        PublicAccessBlockConfiguration blocks =
                s3.getPublicAccessBlock(r -> r.bucket("settled")).publicAccessBlockConfiguration();
        assertThat(blocks.blockPublicAcls()).isTrue();
        assertThat(blocks.blockPublicPolicy()).isFalse();
        assertThat(s3.getBucketTagging(r -> r.bucket("settled")).tagSet())
                .extracting(Tag::key, Tag::value)
                .containsExactly(tuple("a", "b"));
        assertThat(s3.getBucketPolicy(r -> r.bucket("settled")).policy()).isEqualTo(SETTLED);

        s3.deleteBucketTagging(r -> r.bucket("settled"));
        s3.deleteBucketPolicy(r -> r.bucket("settled"));
        s3.deletePublicAccessBlock(r -> r.bucket("settled"));
        assertRejected("NoSuchTagSet", () -> s3.getBucketTagging(r -> r.bucket("settled")));
        assertRejected("NoSuchBucketPolicy", () -> s3.getBucketPolicy(r -> r.bucket("settled")));
        assertRejected(
                "NoSuchPublicAccessBlockConfiguration",
                () -> s3.getPublicAccessBlock(r -> r.bucket("settled")));
        assertRejected(
                "MalformedPolicy",
                () -> s3.putBucketPolicy(r -> r.bucket("settled").policy("{no json")));
    }

    @Test
    void rejectsPoliciesThatAreNotOfTheBucket() {
        s3.createBucket(r -> r.bucket("ruled"));
        String form =
                """
                {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "%s",
                 "Resource": "arn:aws:s3:::%s"}}
                """;

        assertMalformed("Statement is empty", "{\"Statement\": []}");
        assertMalformed("invalid resource", form.formatted("s3:GetObject", "other/*"));
        assertMalformed("invalid resource", form.formatted("s3:GetObject", "ruled-not/*"));
        assertMalformed("invalid action", form.formatted("iam:GetUser", "ruled/*"));
        assertMalformed(
                "Missing required field Principal",
                form.formatted("s3:GetObject", "ruled/*").replace("\"Principal\": \"*\",", ""));
        s3.putBucketPolicy(
                r -> r.bucket("ruled").policy(form.formatted("s3:GetObject", "ruled/*")));
        assertThat(s3.getBucketPolicy(r -> r.bucket("ruled")).policy()).contains("Deny");
    }

    private void assertMalformed(String message, String policy) {
        assertThatThrownBy(() -> s3.putBucketPolicy(r -> r.bucket("ruled").policy(policy)))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("MalformedPolicy"));
    }

    private ObjectIdentifier id(String key) {
        return ObjectIdentifier.builder().key(key).build();
    }
}
