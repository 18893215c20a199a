package dev.gatehouse.services;

import static dev.gatehouse.services.S3Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Tags of objects and of their versions. */
@org.junit.jupiter.api.Tag("node")
final class S3TaggingTest {
    private static final String BUCKET = "tagged";

    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture(BUCKET);

    private final S3Client s3 = FIXTURE.client();

    @Test
    void anObjectIsPutWithItsTags() {
        put("put", "a=b&c+d=%C3%A9&e");

        assertThat(tags("put")).isEqualTo(Map.of("a", "b", "c d", "\u00e9", "e", ""));
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("put")).tagCount()).isEqualTo(3);
    }

    @Test
    void tagsAreChangedAndTakenAway() {
        put("changed", "a=b");
        setTags("changed", List.of(tag("c", "d")));

        assertThat(tags("changed")).isEqualTo(Map.of("c", "d"));
        s3.deleteObjectTagging(r -> r.bucket(BUCKET).key("changed"));
        assertThat(tags("changed")).isEmpty();
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("changed")).tagCount()).isNull();
        assertRejected("NoSuchKey", () -> setTags("none", List.of()));
    }

    @Test
    void eachVersionHasItsOwn() {
        s3.createBucket(r -> r.bucket("tagged-versions"));
        s3.putObject(
                r -> r.bucket("tagged-versions").key("a").tagging("v=null"), RequestBody.empty());
        s3.putBucketVersioning(
                r -> r.bucket("tagged-versions").versioningConfiguration(v -> v.status("Enabled")));
        String named =
                s3.putObject(r -> r.bucket("tagged-versions").key("a"), RequestBody.empty())
                        .versionId();

        assertThat(
                        s3.putObjectTagging(
                                        r ->
                                                r.bucket("tagged-versions")
                                                        .key("a")
                                                        .tagging(t -> t.tagSet(tag("v", "named"))))
                                .versionId())
                .isEqualTo(named);
        assertThat(
                        s3.getObjectTagging(
                                        r -> r.bucket("tagged-versions").key("a").versionId("null"))
                                .tagSet())
                .containsExactly(tag("v", "null"));
        s3.deleteObjectTagging(r -> r.bucket("tagged-versions").key("a").versionId("null"));
        assertThat(s3.getObjectTagging(r -> r.bucket("tagged-versions").key("a")).tagSet())
                .containsExactly(tag("v", "named"));
    }

    @Test
    void copiesKeepTheirTagsUnlessToldOthers() {
        put("original", "a=b");
        copy(TaggingDirective.COPY, "kept");
        copy(TaggingDirective.REPLACE, "replaced");

        assertThat(tags("kept")).isEqualTo(Map.of("a", "b"));
        assertThat(tags("replaced")).isEqualTo(Map.of("c", "d"));
    }

    @Test
    void anUploadInPartsHasTheTagsItBeganWith() {
        String id =
                s3.createMultipartUpload(r -> r.bucket(BUCKET).key("parts").tagging("a=b"))
                        .uploadId();
        String tag =
                s3.uploadPart(
                                r -> r.bucket(BUCKET).key("parts").uploadId(id).partNumber(1),
                                RequestBody.fromString("x"))
                        .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(tag).build();
        s3.completeMultipartUpload(
                r ->
                        r.bucket(BUCKET)
                                .key("parts")
                                .uploadId(id)
                                .multipartUpload(m -> m.parts(part)));

        assertThat(tags("parts")).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void tagsHaveTheirLimits() {
        put("limits", "");
        List<Tag> eleven = IntStream.range(0, 11).mapToObj(i -> tag("k" + i, "v")).toList();

        assertRejected("BadRequest", () -> setTags("limits", eleven));
        assertRejected("InvalidTag", () -> setTags("limits", List.of(tag("a", ""), tag("a", ""))));
        assertRejected("InvalidTag", () -> setTags("limits", List.of(tag("a", "v".repeat(257)))));
        assertRejected("InvalidTag", () -> setTags("limits", List.of(tag("k".repeat(129), ""))));
        assertRejected("InvalidArgument", () -> put("limits", "a=b&a=c"));
        assertThat(tags("limits")).isEmpty();
    }

    private void put(String key, String tags) {
        s3.putObject(r -> r.bucket(BUCKET).key(key).tagging(tags), RequestBody.fromString("x"));
    }

    private void setTags(String key, List<Tag> tags) {
        s3.putObjectTagging(r -> r.bucket(BUCKET).key(key).tagging(t -> t.tagSet(tags)));
    }

    private Map<String, String> tags(String key) {
        return s3.getObjectTagging(r -> r.bucket(BUCKET).key(key)).tagSet().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private void copy(TaggingDirective directive, String to) {
        s3.copyObject(
                r ->
                        r.sourceBucket(BUCKET)
                                .sourceKey("original")
                                .destinationBucket(BUCKET)
                                .destinationKey(to)
                                .taggingDirective(directive)
                                .tagging("c=d"));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
