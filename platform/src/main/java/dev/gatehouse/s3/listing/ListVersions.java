package dev.gatehouse.s3.listing;

import dev.gatehouse.aws.s3.DeleteMarkerEntry;
import dev.gatehouse.aws.s3.ListObjectVersionsOutput;
import dev.gatehouse.aws.s3.ListObjectVersionsRequest;
import dev.gatehouse.aws.s3.ObjectVersion;
import dev.gatehouse.aws.s3.Owner;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.bucket.Buckets;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.s3.object.KeyHistory;
import dev.gatehouse.s3.object.ObjectCatalog;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** ListObjectVersions: by key, and the versions of a key from the newest to the oldest. */
public final class ListVersions {
    private static final int PAGE = 1_000;

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;

    public ListVersions(BucketCatalog buckets, ObjectCatalog objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    /** A version, and whether it is the newest of its key. */
    private record Listed(StoredObject version, boolean latest) {}

    public ListObjectVersionsOutput handle(
            RequestContext context, ListObjectVersionsRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        UnaryOperator<String> encode = KeyEncoding.of(input.encodingType());
        String delimiter = input.delimiter();
        int most = PageSize.of("max-keys", input.maxKeys(), PAGE);
        KeyListing<Listed> page = new KeyListing<>(input.prefix(), delimiter, most);
        String keyMarker = text(input.keyMarker());
        showRestOf(keyMarker, text(input.versionIdMarker()), input, page);
        page.fill(objects, input.bucket(), keyMarker, newest -> versions(input.bucket(), newest));
        Owner owner = Buckets.owner(context);
        return ListObjectVersionsOutput.builder()
                .name(input.bucket())
                .prefix(encode.apply(text(input.prefix())))
                .delimiter(delimiter == null ? null : encode.apply(delimiter))
                .keyMarker(encode.apply(keyMarker))
                .versionIdMarker(text(input.versionIdMarker()))
                .maxKeys(most)
                .isTruncated(page.isTruncated())
                .nextKeyMarker(page.next() == null ? null : encode.apply(text(page.next())))
                .nextVersionIdMarker(nextVersion(page))
                .encodingType(input.encodingType())
                .versions(
                        page.entries().stream()
                                .filter(each -> !each.version().isMarker())
                                .map(each -> view(each, encode, owner))
                                .toList())
                .deleteMarkers(
                        page.entries().stream()
                                .filter(each -> each.version().isMarker())
                                .map(each -> marker(each, encode, owner))
                                .toList())
                .commonPrefixes(page.prefixes(encode))
                .build();
    }

    /** A page may begin between the versions of a key. */
    private void showRestOf(
            String key, String version, ListObjectVersionsRequest input, KeyListing<Listed> page) {
        if (version.isEmpty()) {
            return;
        }
        if (key.isEmpty()) {
            throw S3Errors.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.",
                    "version-id-marker",
                    version);
        }
        Version.requireForm("version-id-marker", version);
        KeyHistory history = objects.history(input.bucket(), key);
        long sequence =
                history.find(version)
                        .map(each -> each.version().sequence())
                        .orElse(Version.sequence(version));
        List<Listed> rest =
                listed(history.all()).stream()
                        .filter(each -> each.version().version().sequence() < sequence)
                        .toList();
        page.show(key, rest);
    }

    private List<Listed> versions(String bucket, StoredObject newest) {
        return newest.version().equals(Version.FIRST)
                ? List.of(new Listed(newest, true))
                : listed(objects.history(bucket, newest.key()).all());
    }

    private static List<Listed> listed(List<StoredObject> history) {
        return history.stream().map(each -> new Listed(each, each == history.getFirst())).toList();
    }

    private static @Nullable String nextVersion(KeyListing<Listed> page) {
        if (page.entries().isEmpty()) {
            return null;
        }
        StoredObject last = page.entries().getLast().version();
        return last.key().equals(page.next()) ? last.version().id() : null;
    }

    private static DeleteMarkerEntry marker(
            Listed listed, UnaryOperator<String> encode, Owner owner) {
        StoredObject marker = listed.version();
        return DeleteMarkerEntry.builder()
                .key(encode.apply(marker.key()))
                .versionId(marker.version().id())
                .isLatest(listed.latest())
                .lastModified(marker.lastModified())
                .owner(owner)
                .build();
    }

    private static ObjectVersion view(Listed listed, UnaryOperator<String> encode, Owner owner) {
        StoredObject object = listed.version();
        return ObjectVersion.builder()
                .key(encode.apply(object.key()))
                .versionId(object.version().id())
                .isLatest(listed.latest())
                .lastModified(object.lastModified())
                .eTag(object.eTag())
                .size(object.size())
                .storageClass("STANDARD")
                .owner(owner)
                .build();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
