package dev.gatehouse.services;

import static dev.gatehouse.services.S3Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Versions of objects, as a bucket keeps them, keeps them no more, and forgets them. */
@Tag("node")
final class S3VersioningTest {
    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture("versions");

    private final S3Client s3 = FIXTURE.client();
    private String bucket = "";

    @BeforeEach
    void createBucket(TestInfo test) {
        bucket = "v-" + Integer.toHexString(test.getDisplayName().hashCode());
        s3.createBucket(r -> r.bucket(bucket));
    }

    @Test
    void aBucketKeepsVersionsOrHasStoppedToOrNeverDid() {
        assertThat(s3.getBucketVersioning(r -> r.bucket(bucket)).status()).isNull();
        version("Enabled");
        assertThat(s3.getBucketVersioning(r -> r.bucket(bucket)).statusAsString())
                .isEqualTo("Enabled");
        version("Suspended");
        assertThat(s3.getBucketVersioning(r -> r.bucket(bucket)).statusAsString())
                .isEqualTo("Suspended");
        assertRejected(
                "IllegalVersioningConfigurationException",
                () ->
                        s3.putBucketVersioning(
                                r -> r.bucket(bucket).versioningConfiguration(v -> {})));
    }

    @Test
    void keepsWhatIsReplaced() {
        version("Enabled");
        String first = put("a", "first");
        String second = put("a", "second");

        assertThat(content("a", null)).isEqualTo("second");
        assertThat(content("a", first)).isEqualTo("first");
        assertThat(head("a", null).versionId()).isEqualTo(second);
        assertThat(head("a", first).versionId()).isEqualTo(first);
        assertThat(versions()).containsExactly("a " + second + " latest", "a " + first);
    }

    @Test
    void whatWasPutBeforeIsTheNullVersion() {
        assertThat(put("a", "old")).isNull();
        assertThat(head("a", null).versionId()).isNull();
        version("Enabled");
        assertThat(head("a", null).versionId()).isEqualTo("null");
        String named = put("a", "new");

        assertThat(content("a", "null")).isEqualTo("old");
        assertThat(versions()).containsExactly("a " + named + " latest", "a null");
    }

    @Test
    void replacesOnlyTheNullVersionOnceSuspended() {
        version("Enabled");
        String named = put("a", "named");
        version("Suspended");

        assertThat(put("a", "one")).isNull();
        assertThat(put("a", "two")).isNull();

        assertThat(head("a", null).versionId()).isEqualTo("null");
        assertThat(content("a", "null")).isEqualTo("two");
        assertThat(content("a", named)).isEqualTo("named");
        assertThat(versions()).containsExactly("a null latest", "a " + named);
    }

    @Test
    void theNullVersionStandsWhereItCame() {
        put("a", "before");
        version("Enabled");
        String first = put("a", "first");
        version("Suspended");
        put("a", "between");
        version("Enabled");
        String last = put("a", "last");

        assertThat(versions()).containsExactly("a " + last + " latest", "a null", "a " + first);
        s3.deleteObject(r -> r.bucket(bucket).key("a").versionId(last));
        assertThat(content("a", null)).isEqualTo("between");
    }

    @Test
    void aDeletionLeavesAMarkerThatCanBeDeletedItself() {
        version("Enabled");
        String kept = put("a", "kept");
        DeleteObjectResponse hidden = s3.deleteObject(r -> r.bucket(bucket).key("a"));

        assertThat(hidden.deleteMarker()).isTrue();
        assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
        assertThat(versions())
                .containsExactly("a " + hidden.versionId() + " latest deleted", "a " + kept);
        DeleteObjectResponse shown =
                s3.deleteObject(r -> r.bucket(bucket).key("a").versionId(hidden.versionId()));
        assertThat(shown.deleteMarker()).isTrue();
        assertThat(content("a", null)).isEqualTo("kept");
    }

    @Test
    void readersAreToldOfTheMarker() {
        version("Enabled");
        put("a", "kept");
        String marker = s3.deleteObject(r -> r.bucket(bucket).key("a")).versionId();

        assertThatThrownBy(() -> content("a", null))
                .isInstanceOfSatisfying(
                        NoSuchKeyException.class,
                        rejection -> {
                            assertThat(header(rejection, "x-amz-delete-marker")).isEqualTo("true");
                            assertThat(header(rejection, "x-amz-version-id")).isEqualTo(marker);
                        });
        assertThatThrownBy(() -> content("a", marker))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        rejection -> {
                            assertThat(rejection.statusCode()).isEqualTo(405);
                            assertThat(header(rejection, "Allow")).isEqualTo("DELETE");
                        });
        assertThatThrownBy(() -> head("a", marker))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        rejection -> assertThat(rejection.statusCode()).isEqualTo(405));
    }

    @Test
    void aDeletionOnceSuspendedPutsANullMarkerInThePlaceOfTheNullVersion() {
        version("Enabled");
        String named = put("a", "named");
        version("Suspended");
        put("a", "lost");
        DeleteObjectResponse first = s3.deleteObject(r -> r.bucket(bucket).key("a"));
        s3.deleteObject(r -> r.bucket(bucket).key("a"));

        assertThat(first.versionId()).isEqualTo("null");
        assertThat(versions()).containsExactly("a null latest deleted", "a " + named);
        s3.deleteObject(r -> r.bucket(bucket).key("a").versionId("null"));
        assertThat(versions()).containsExactly("a " + named + " latest");
    }

    @Test
    void versionsAreDeletedOnceAndForAll() {
        version("Enabled");
        String first = put("a", "first");
        String second = put("a", "second");

        DeleteObjectResponse gone =
                s3.deleteObject(r -> r.bucket(bucket).key("a").versionId(second));
        assertThat(gone.versionId()).isEqualTo(second);
        assertThat(gone.deleteMarker()).isNull();
        s3.deleteObject(r -> r.bucket(bucket).key("a").versionId(second));
        assertThat(content("a", null)).isEqualTo("first");
        assertRejected("NoSuchVersion", () -> content("a", second));
        assertRejected("InvalidArgument", () -> content("a", "second"));
        assertRejected(
                "InvalidArgument",
                () -> s3.deleteObject(r -> r.bucket(bucket).key("a").versionId("second")));
        assertThat(versions()).containsExactly("a " + first + " latest");
    }

    @Test
    void pagesGoOnBetweenTheVersionsOfAKey() {
        version("Enabled");
        for (String key :
                List.of("a", "a\nb", "b", "b/1", "b/2", "\u00e9", "\uffee", "\ud83d\ude00")) {
            put(key, "one");
            put(key, "two");
            s3.deleteObject(r -> r.bucket(bucket).key(key));
        }

        List<String> all = versions();
        assertThat(all).hasSize(24);
        for (int size = 2; size < 8; size++) {
            assertThat(versionsByPages(size)).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    /** As Terraform empties a bucket that it destroys. */
    @Test
    void pagesGoOnBehindWhatWasDeletedMeanwhile() {
        put("a", "null");
        version("Enabled");
        for (int i = 0; i < 5; i++) {
            put("a", "x");
            put("b", "x");
            s3.deleteObject(r -> r.bucket(bucket).key("b"));
        }

        s3.listObjectVersionsPaginator(r -> r.bucket(bucket).maxKeys(3)).stream()
                .map(
                        page ->
                                Stream.concat(
                                                page.versions().stream()
                                                        .map(v -> id(v.key(), v.versionId())),
                                                page.deleteMarkers().stream()
                                                        .map(m -> id(m.key(), m.versionId())))
                                        .toList())
                .forEach(
                        some ->
                                s3.deleteObjects(
                                        r -> r.bucket(bucket).delete(d -> d.objects(some))));

        s3.deleteBucket(r -> r.bucket(bucket));
    }

    @Test
    void aBucketWithOnlyOlderVersionsIsNotEmpty() {
        version("Enabled");
        put("a", "x");
        s3.deleteObject(r -> r.bucket(bucket).key("a"));

        assertRejected("BucketNotEmpty", () -> s3.deleteBucket(r -> r.bucket(bucket)));
    }

    @Test
    void aDeletionOfManyTellsOfEach() {
        version("Enabled");
        String first = put("a", "x");

        List<DeletedObject> deleted =
                s3.deleteObjects(
                                r ->
                                        r.bucket(bucket)
                                                .delete(
                                                        d ->
                                                                d.objects(
                                                                        id("a", null),
                                                                        id("a", first))))
                        .deleted();

        assertThat(deleted)
                .extracting(DeletedObject::versionId, DeletedObject::deleteMarker)
                .containsExactly(tuple(null, true), tuple(first, null));
        assertThat(
                        s3.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(id("a", "x"))))
                                .errors())
                .singleElement()
                .matches(error -> error.code().equals("NoSuchVersion"));
    }

    @Test
    void versionsOfAFamilyOfKeysAreShownAsOne() {
        version("Enabled");
        put("a/1", "x");
        s3.deleteObject(r -> r.bucket(bucket).key("a/1"));
        put("b", "x");

        assertThat(s3.listObjectVersions(r -> r.bucket(bucket).delimiter("/")).commonPrefixes())
                .singleElement()
                .matches(family -> family.prefix().equals("a/"));
        assertThat(s3.listObjectsV2(r -> r.bucket(bucket).delimiter("/")).commonPrefixes())
                .isEmpty();
        assertThat(s3.listObjectsV2(r -> r.bucket(bucket).maxKeys(1)).contents())
                .extracting(S3Object::key)
                .containsExactly("b");
    }

    @Test
    void aMarkerOfAVersionNeedsItsKey() {
        assertRejected(
                "InvalidArgument",
                () -> s3.listObjectVersions(r -> r.bucket(bucket).versionIdMarker("null")));
    }

    /** As Terraform does to empty a bucket that it destroys. */
    @Test
    void listsAnUnversionedBucketsObjectsAsVersionsWithKeysEncodedForXml() {
        put("a b\u0001/c", "x");

        assertThat(s3.listObjectVersions(r -> r.bucket(bucket).encodingType("url")).versions())
                .extracting(each -> each.key(), each -> each.versionId())
                .containsExactly(tuple("a b\u0001/c", "null"));
    }

    private void version(String status) {
        s3.putBucketVersioning(
                r -> r.bucket(bucket).versioningConfiguration(v -> v.status(status)));
    }

    private String put(String key, String content) {
        return s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content))
                .versionId();
    }

    private String content(String key, String version) {
        return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key).versionId(version))
                .asUtf8String();
    }

    private HeadObjectResponse head(String key, String version) {
        return s3.headObject(r -> r.bucket(bucket).key(key).versionId(version));
    }

    /**
     * In the order of the listing, which a response, with its markers apart, keeps one by one only.
     */
    private List<String> versions() {
        return versionsByPages(1);
    }

    /** The key and version of each, whether it is the latest and whether it is a marker. */
    private List<String> versionsByPages(int size) {
        return s3.listObjectVersionsPaginator(r -> r.bucket(bucket).maxKeys(size)).stream()
                .flatMap(S3VersioningTest::described)
                .toList();
    }

    private static Stream<String> described(ListObjectVersionsResponse page) {
        return Stream.concat(
                page.versions().stream()
                        .map(v -> v.key() + ' ' + v.versionId() + (v.isLatest() ? " latest" : "")),
                page.deleteMarkers().stream()
                        .map(
                                m ->
                                        m.key()
                                                + ' '
                                                + m.versionId()
                                                + (m.isLatest() ? " latest" : "")
                                                + " deleted"));
    }

    private static ObjectIdentifier id(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }

    private static String header(S3Exception rejection, String name) {
        return rejection.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(name).orElse("");
    }
}
