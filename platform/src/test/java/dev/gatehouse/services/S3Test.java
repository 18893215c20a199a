package dev.gatehouse.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** S3 seen by the AWS SDK for Java, path style. */
final class S3Test {
    private static final String BUCKET = "deployments";

    @TempDir static Path folder = Path.of("");
    private static ServicesNode node;
    private static S3Client s3;

    @BeforeAll
    static void open() throws Exception {
        node = new ServicesNode(folder);
        s3 = node.client(S3Client.builder()).forcePathStyle(true).build();
        s3.createBucket(r -> r.bucket(BUCKET));
    }

    @AfterAll
    static void close() throws Exception {
        node.close();
    }

    @Test
    void getsWhatWasPut() {
        put("code/app one.zip", "hello");

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(
                        r ->
                                r.bucket(BUCKET)
                                        .key("code/app one.zip")
                                        .checksumMode(ChecksumMode.ENABLED));

        assertThat(got.asUtf8String()).isEqualTo("hello");
        assertThat(got.response().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(got.response().metadata()).isEqualTo(Map.of("who", "me"));
        assertThat(got.response().contentType()).isEqualTo("text/plain");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("code/app one.zip")).contentLength())
                .isEqualTo(5);
    }

    @Test
    void getsARange() {
        put("range", "0123456789");

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("range").range("bytes=2-4"));

        assertThat(got.asUtf8String()).isEqualTo("234");
        assertThat(got.response().contentRange()).isEqualTo("bytes 2-4/10");
        assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
        assertThatThrownBy(
                        () ->
                                s3.getObjectAsBytes(
                                        r -> r.bucket(BUCKET).key("range").range("bytes=10-")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
    }

    @Test
    void listsFamiliesPageByPage() {
        for (String key : List.of("l/a", "l/b/1", "l/b/2", "l/c", "l/d/1", "m")) {
            put(key, key);
        }

        ListObjectsV2Response first =
                s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("l/").delimiter("/").maxKeys(2));
        ListObjectsV2Response second =
                s3.listObjectsV2(
                        r ->
                                r.bucket(BUCKET)
                                        .prefix("l/")
                                        .delimiter("/")
                                        .continuationToken(first.nextContinuationToken()));

        assertThat(first.contents()).extracting(S3Object::key).containsExactly("l/a");
        assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("l/b/");
        assertThat(first.isTruncated()).isTrue();
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("l/c");
        assertThat(second.commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("l/d/");
        assertThat(second.isTruncated()).isFalse();
    }

    @Test
    void joinsTheParts() {
        byte[] large = new byte[5 << 20];
        Arrays.fill(large, (byte) 'x');
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("multi")).uploadId();
        String one =
                s3.uploadPart(
                                r -> r.bucket(BUCKET).key("multi").uploadId(id).partNumber(1),
                                RequestBody.fromBytes(large))
                        .eTag();
        String two =
                s3.uploadPart(
                                r -> r.bucket(BUCKET).key("multi").uploadId(id).partNumber(2),
                                RequestBody.fromString("end"))
                        .eTag();

        String tag =
                s3.completeMultipartUpload(
                                r ->
                                        r.bucket(BUCKET)
                                                .key("multi")
                                                .uploadId(id)
                                                .multipartUpload(
                                                        m -> m.parts(part(1, one), part(2, two))))
                        .eTag();

        assertThat(tag).endsWith("-2\"");
        byte[] joined = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("multi")).asByteArrayUnsafe();
        assertThat(joined).hasSize((5 << 20) + 3).endsWith("end".getBytes());
        assertThatThrownBy(
                        () ->
                                s3.abortMultipartUpload(
                                        r -> r.bucket(BUCKET).key("multi").uploadId(id)))
                .isInstanceOf(S3Exception.class);
    }

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
    void keepsTheSettingsOfABucket() {
        s3.createBucket(r -> r.bucket("settled"));
        s3.putBucketEncryption(
                r ->
                        r.bucket("settled")
                                .serverSideEncryptionConfiguration(
                                        c ->
                                                c.rules(
                                                        rule ->
                                                                rule
                                                                        .applyServerSideEncryptionByDefault(
                                                                                d ->
                                                                                        d
                                                                                                .sseAlgorithm(
                                                                                                        "aws:kms")))));
        s3.putPublicAccessBlock(
                r ->
                        r.bucket("settled")
                                .publicAccessBlockConfiguration(c -> c.blockPublicAcls(true)));
        s3.putBucketTagging(
                r -> r.bucket("settled").tagging(t -> t.tagSet(tag -> tag.key("a").value("b"))));
        s3.putBucketPolicy(r -> r.bucket("settled").policy("{\"Statement\": []}"));

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
        assertThat(s3.getBucketPolicy(r -> r.bucket("settled")).policy())
                .isEqualTo("{\"Statement\": []}");

        s3.deleteBucketTagging(r -> r.bucket("settled"));
        s3.deleteBucketPolicy(r -> r.bucket("settled"));
        s3.deletePublicAccessBlock(r -> r.bucket("settled"));
        assertRefused("NoSuchTagSet", () -> s3.getBucketTagging(r -> r.bucket("settled")));
        assertRefused("NoSuchBucketPolicy", () -> s3.getBucketPolicy(r -> r.bucket("settled")));
        assertRefused(
                "NoSuchPublicAccessBlockConfiguration",
                () -> s3.getPublicAccessBlock(r -> r.bucket("settled")));
        assertRefused(
                "MalformedPolicy",
                () -> s3.putBucketPolicy(r -> r.bucket("settled").policy("{no json")));
    }

    /** As Terraform does to empty a bucket that it destroys. */
    @Test
    void listsAnUnversionedBucketsObjectsAsVersionsWithKeysEncodedForXml() {
        s3.createBucket(r -> r.bucket("encoded"));
        s3.putObject(r -> r.bucket("encoded").key("a b\u0001/c"), RequestBody.fromString("x"));

        ListObjectVersionsResponse listed =
                s3.listObjectVersions(r -> r.bucket("encoded").encodingType("url"));

        assertThat(listed.encodingTypeAsString()).isEqualTo("url");
        assertThat(listed.versions())
                .extracting(ObjectVersion::key, ObjectVersion::versionId)
                .containsExactly(tuple("a b\u0001/c", "null"));
    }

    @Test
    void keepsOlderVersionsOfWhatIsReplacedOrDeleted() {
        s3.createBucket(r -> r.bucket("versioned"));
        String before = version("first", "a");
        s3.putBucketVersioning(
                r -> r.bucket("versioned").versioningConfiguration(v -> v.status("Enabled")));
        assertThat(s3.getBucketVersioning(r -> r.bucket("versioned")).statusAsString())
                .isEqualTo("Enabled");
        String second = version("second", "a");
        String third = version("third", "a");
        version("other", "a\nb");
        version("other", "a/b");

        assertThat(before).isNull();
        assertThat(content("a", null)).isEqualTo("third");
        assertThat(content("a", "null")).isEqualTo("first");
        assertThat(content("a", second)).isEqualTo("second");
        assertThat(content("a", third)).isEqualTo("third");

        DeleteObjectResponse hidden = s3.deleteObject(r -> r.bucket("versioned").key("a"));
        assertThat(hidden.deleteMarker()).isTrue();
        assertThatThrownBy(() -> content("a", null)).isInstanceOf(NoSuchKeyException.class);
        assertRefused("MethodNotAllowed", () -> content("a", hidden.versionId()));
        assertThat(s3.listObjectsV2(r -> r.bucket("versioned")).contents())
                .extracting(S3Object::key)
                .containsExactly("a\nb", "a/b");
        ListObjectVersionsResponse all =
                s3.listObjectVersions(r -> r.bucket("versioned").prefix("a").maxKeys(3));
        assertThat(all.deleteMarkers()).singleElement().matches(marker -> marker.isLatest());
        assertThat(all.versions())
                .extracting(ObjectVersion::versionId)
                .containsExactly(third, second);
        ListObjectVersionsResponse rest =
                s3.listObjectVersions(
                        r ->
                                r.bucket("versioned")
                                        .keyMarker(all.nextKeyMarker())
                                        .versionIdMarker(all.nextVersionIdMarker()));
        assertThat(rest.versions())
                .extracting(ObjectVersion::key)
                .containsExactly("a", "a\nb", "a/b");

        s3.deleteObject(r -> r.bucket("versioned").key("a").versionId(hidden.versionId()));
        assertThat(content("a", null)).isEqualTo("third");
        s3.deleteObject(r -> r.bucket("versioned").key("a").versionId(third));
        assertThat(content("a", null)).isEqualTo("second");
        assertRefused("NoSuchVersion", () -> content("a", third));
    }

    @Test
    void aBucketWithOnlyOlderVersionsIsNotEmpty() {
        s3.createBucket(r -> r.bucket("hiding"));
        s3.putBucketVersioning(
                r -> r.bucket("hiding").versioningConfiguration(v -> v.status("Enabled")));
        s3.putObject(r -> r.bucket("hiding").key("k"), RequestBody.fromString("x"));
        s3.deleteObject(r -> r.bucket("hiding").key("k"));
        assertRefused("BucketNotEmpty", () -> s3.deleteBucket(r -> r.bucket("hiding")));
        assertRefused(
                "NotImplemented",
                () ->
                        s3.putBucketVersioning(
                                r ->
                                        r.bucket("hiding")
                                                .versioningConfiguration(
                                                        v -> v.status("Suspended"))));

        ListObjectVersionsResponse all = s3.listObjectVersions(r -> r.bucket("hiding"));
        List<ObjectIdentifier> every =
                Stream.concat(
                                all.versions().stream().map(v -> id("k", v.versionId())),
                                all.deleteMarkers().stream().map(m -> id("k", m.versionId())))
                        .toList();
        assertThat(every).hasSize(2);
        s3.deleteObjects(r -> r.bucket("hiding").delete(d -> d.objects(every)));
        s3.deleteBucket(r -> r.bucket("hiding"));
    }

    @Test
    void refusesWhatItCannotKeep() {
        assertThatThrownBy(
                        () ->
                                s3.putObject(
                                        r -> r.bucket(BUCKET).key("tagged").tagging("a=b"),
                                        RequestBody.fromString("x")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
                            assertThat(e).hasMessageContaining("x-amz-tagging");
                        });
        assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("none")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(
                        () ->
                                s3.putObject(
                                        r -> r.bucket(BUCKET).key("md5").contentMD5("AAAA"),
                                        RequestBody.fromString("x")))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void refusesByNameWhatItWouldHaveToForget() {
        put("plain", "x");

        assertNotImplemented(
                "x-amz-server-side-encryption-customer-algorithm",
                () ->
                        s3.getObjectAsBytes(
                                r -> r.bucket(BUCKET).key("plain").sseCustomerAlgorithm("AES256")));
        assertNotImplemented(
                "x-amz-object-lock-mode",
                () ->
                        s3.createMultipartUpload(
                                r -> r.bucket(BUCKET).key("locked").objectLockMode("COMPLIANCE")));
        assertNotImplemented(
                "If-Match", () -> s3.deleteObject(r -> r.bucket(BUCKET).key("plain").ifMatch("*")));
        // The answer to HEAD has no body to name anything in.
        assertNotImplemented(
                "Not Implemented",
                () -> s3.headObject(r -> r.bucket(BUCKET).key("plain").range("bytes=0-")));
        assertRefused(
                "AccessControlListNotSupported",
                () -> s3.createBucket(r -> r.bucket("granted").grantWriteACP("id=1")));
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("plain")).contentLength()).isEqualTo(1);
    }

    @Test
    void aPolicyMayNotDenyWhatStaysOpen() {
        s3.createBucket(r -> r.bucket("denying"));
        String denial =
                """
                {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
                 "Resource": "arn:aws:s3:::denying/*", "Condition": {"Bool": {%s}}}}
                """;

        assertNotImplemented(
                "Effect Deny",
                () ->
                        s3.putBucketPolicy(
                                r ->
                                        r.bucket("denying")
                                                .policy(
                                                        denial.formatted(
                                                                "\"aws:ViaAWSService\":"
                                                                        + " \"false\""))));
        s3.putBucketPolicy(
                r ->
                        r.bucket("denying")
                                .policy(denial.formatted("\"aws:SecureTransport\": \"false\"")));
        assertThat(s3.getBucketPolicy(r -> r.bucket("denying")).policy()).contains("Deny");
    }

    @Test
    void readsUnderTheConditionsOfMoments() {
        put("dated", "x");
        Instant stored = s3.headObject(r -> r.bucket(BUCKET).key("dated")).lastModified();

        assertThatThrownBy(
                        () ->
                                s3.getObjectAsBytes(
                                        r -> r.bucket(BUCKET).key("dated").ifModifiedSince(stored)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertThatThrownBy(
                        () ->
                                s3.headObject(
                                        r ->
                                                r.bucket(BUCKET)
                                                        .key("dated")
                                                        .ifUnmodifiedSince(stored.minusSeconds(1))))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(
                        s3.headObject(
                                        r ->
                                                r.bucket(BUCKET)
                                                        .key("dated")
                                                        .responseContentType("text/csv")
                                                        .ifUnmodifiedSince(stored))
                                .contentType())
                .isEqualTo("text/csv");
    }

    @Test
    void joinsPartsOnlyWithTheChecksumsTheyCameWith() {
        String id =
                s3.createMultipartUpload(
                                r ->
                                        r.bucket(BUCKET)
                                                .key("summed")
                                                .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                        .uploadId();
        UploadPartResponse part =
                s3.uploadPart(
                        r ->
                                r.bucket(BUCKET)
                                        .key("summed")
                                        .uploadId(id)
                                        .partNumber(1)
                                        .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                        RequestBody.fromString("end"));
        CompletedPart right =
                CompletedPart.builder()
                        .partNumber(1)
                        .eTag(part.eTag())
                        .checksumSHA256(part.checksumSHA256())
                        .build();
        CompletedPart wrong = right.toBuilder().checksumSHA256("AAAA").build();

        assertRefused("InvalidPart", () -> complete("summed", id, wrong, 3));
        assertRefused("InvalidRequest", () -> complete("summed", id, right, 4));
        complete("summed", id, right, 3);

        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("summed")).contentLength()).isEqualTo(3);
    }

    private static void complete(String key, String id, CompletedPart part, long size) {
        s3.completeMultipartUpload(
                r ->
                        r.bucket(BUCKET)
                                .key(key)
                                .uploadId(id)
                                .mpuObjectSize(size)
                                .multipartUpload(m -> m.parts(part)));
    }

    @Test
    void listsPartsAndOwnersPageByPage() {
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("pages")).uploadId();
        for (int number = 1; number <= 3; number++) {
            int each = number;
            s3.uploadPart(
                    r -> r.bucket(BUCKET).key("pages").uploadId(id).partNumber(each),
                    RequestBody.fromString("x"));
        }

        ListPartsResponse first =
                s3.listParts(r -> r.bucket(BUCKET).key("pages").uploadId(id).maxParts(2));
        ListPartsResponse second =
                s3.listParts(
                        r ->
                                r.bucket(BUCKET)
                                        .key("pages")
                                        .uploadId(id)
                                        .partNumberMarker(first.nextPartNumberMarker()));

        assertThat(first.isTruncated()).isTrue();
        assertThat(second.parts()).extracting(Part::partNumber).containsExactly(3);
        put("owned", "x");
        assertThat(
                        s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("owned").fetchOwner(true))
                                .contents())
                .allMatch(each -> each.owner() != null);
    }

    @Test
    void replacesOnlyTheObjectWhoseWholeTagIsNamed() {
        put("guarded", "hello");
        assertRefused(
                "PreconditionFailed",
                () ->
                        s3.putObject(
                                r -> r.bucket(BUCKET).key("guarded").ifMatch("\"5d41\""),
                                RequestBody.fromString("other")));
        assertNotImplemented(
                "If-None-Match",
                () ->
                        s3.putObject(
                                r -> r.bucket(BUCKET).key("guarded").ifNoneMatch("\"5d41\""),
                                RequestBody.fromString("other")));
        s3.putObject(
                r ->
                        r.bucket(BUCKET)
                                .key("guarded")
                                .ifMatch("\"5d41402abc4b2a76b9719d911017c592\""),
                RequestBody.fromString("other"));
    }

    @Test
    void numbersHaveTheirBounds() {
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("bounds")).uploadId();
        for (int number : new int[] {-1, 0, 10_001}) {
            assertRefused(
                    "InvalidArgument",
                    () ->
                            s3.uploadPart(
                                    r ->
                                            r.bucket(BUCKET)
                                                    .key("bounds")
                                                    .uploadId(id)
                                                    .partNumber(number),
                                    RequestBody.fromString("x")));
        }
        assertRefused(
                "InvalidArgument",
                () -> s3.listParts(r -> r.bucket(BUCKET).key("bounds").uploadId(id).maxParts(-1)));
        assertRefused("InvalidArgument", () -> s3.listObjectsV2(r -> r.bucket(BUCKET).maxKeys(-1)));
    }

    @Test
    void aReadersHeaderStaysOneLine() {
        put("one-line", "x");
        GetObjectResponse got =
                s3.getObject(
                                r ->
                                        r.bucket(BUCKET)
                                                .key("one-line")
                                                .responseContentDisposition("a\r\nx-evil: 1"))
                        .response();
        assertThat(got.contentDisposition()).isEqualTo("a  x-evil: 1");
        assertThat(got.sdkHttpResponse().firstMatchingHeader("x-evil")).isEmpty();
    }

    private static void assertNotImplemented(String name, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(501))
                .hasMessageContaining(name);
    }

    private static void put(String key, String content) {
        s3.putObject(
                r ->
                        r.bucket(BUCKET)
                                .key(key)
                                .contentType("text/plain")
                                .metadata(Map.of("who", "me")),
                RequestBody.fromString(content));
    }

    private static String version(String content, String key) {
        return s3.putObject(r -> r.bucket("versioned").key(key), RequestBody.fromString(content))
                .versionId();
    }

    private static String content(String key, String version) {
        return s3.getObjectAsBytes(r -> r.bucket("versioned").key(key).versionId(version))
                .asUtf8String();
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal ->
                                assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private static ObjectIdentifier id(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }

    private static ObjectIdentifier id(String key) {
        return ObjectIdentifier.builder().key(key).build();
    }

    private static CompletedPart part(int number, String tag) {
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }
}
