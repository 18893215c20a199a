package dev.gatehouse.services;

import static dev.gatehouse.services.S3Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists of keys, as a client pages through them. */
@Tag("node")
final class S3ListingsTest {
    private static final String BUCKET = "listings";

    @RegisterExtension static final S3Fixture FIXTURE = new S3Fixture(BUCKET);

    private final S3Client s3 = FIXTURE.client();

    @Test
    void listsFamiliesPageByPage() {
        for (String key : List.of("l/a", "l/b/1", "l/b/2", "l/c", "l/d/1", "m")) {
            FIXTURE.put(key, key);
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
    void namesTheOwnersWhenAsked() {
        FIXTURE.put("owned", "x");

        assertThat(
                        s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("owned").fetchOwner(true))
                                .contents())
                .allMatch(each -> each.owner() != null);
    }

    @Test
    void noPageHasLessThanNoKeysOrATokenOfNothing() {
        assertRejected(
                "InvalidArgument", () -> s3.listObjectsV2(r -> r.bucket(BUCKET).maxKeys(-1)));
        assertRejected(
                "InvalidArgument",
                () -> s3.listObjectsV2(r -> r.bucket(BUCKET).continuationToken("")));
    }
}
