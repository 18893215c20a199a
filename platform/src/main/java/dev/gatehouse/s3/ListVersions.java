package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.DeleteMarkerEntry;
import dev.gatehouse.aws.s3.ListObjectVersionsOutput;
import dev.gatehouse.aws.s3.ListObjectVersionsRequest;
import dev.gatehouse.aws.s3.ObjectVersion;
import dev.gatehouse.wire.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** ListObjectVersions. */
final class ListVersions {
    private static final int PAGE = 1_000;

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;

    ListVersions(BucketCatalog buckets, ObjectCatalog objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    ListObjectVersionsOutput handle(RequestContext context, ListObjectVersionsRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        S3Errors.refuse("delimiter", input.delimiter());
        UnaryOperator<String> encode = KeyEncoding.of(input.encodingType());
        String prefix = Objects.requireNonNullElse(input.prefix(), "");
        int most = PageSize.of("max-keys", input.maxKeys(), PAGE);
        List<StoredVersion> all = objects.versions().list(input.bucket(), prefix);
        int from = behind(all, input);
        int to = Math.min(all.size(), from + most);
        List<ObjectVersion> versions = new ArrayList<>();
        List<DeleteMarkerEntry> markers = new ArrayList<>();
        for (int index = from; index < to; index++) {
            StoredVersion version = all.get(index);
            boolean latest = index == 0 || !all.get(index - 1).key().equals(version.key());
            StoredObject object = version.object();
            if (object == null) {
                markers.add(marker(version, encode, latest));
            } else {
                versions.add(view(version, encode, object, latest));
            }
        }
        boolean truncated = to > from && to < all.size();
        return ListObjectVersionsOutput.builder()
                .name(input.bucket())
                .prefix(encode.apply(prefix))
                .keyMarker(encode.apply(Objects.requireNonNullElse(input.keyMarker(), "")))
                .versionIdMarker(Objects.requireNonNullElse(input.versionIdMarker(), ""))
                .maxKeys(most)
                .isTruncated(truncated)
                .nextKeyMarker(truncated ? encode.apply(all.get(to - 1).key()) : null)
                .encodingType(input.encodingType())
                .nextVersionIdMarker(truncated ? all.get(to - 1).id() : null)
                .versions(versions)
                .deleteMarkers(markers)
                .build();
    }

    /** Where the page begins: behind the version, or the whole key, that the client names. */
    private static int behind(List<StoredVersion> all, ListObjectVersionsRequest input) {
        String key = input.keyMarker();
        String version = input.versionIdMarker();
        if (key == null || key.isEmpty()) {
            return 0;
        }
        int index = 0;
        while (index < all.size() && all.get(index).key().compareTo(key) <= 0) {
            StoredVersion each = all.get(index++);
            if (each.key().equals(key) && each.id().equals(version)) {
                break;
            }
        }
        return index;
    }

    private static DeleteMarkerEntry marker(
            StoredVersion version, UnaryOperator<String> encode, boolean latest) {
        return DeleteMarkerEntry.builder()
                .key(encode.apply(version.key()))
                .versionId(version.id())
                .isLatest(latest)
                .lastModified(version.at())
                .build();
    }

    private static ObjectVersion view(
            StoredVersion version,
            UnaryOperator<String> encode,
            StoredObject object,
            boolean latest) {
        return ObjectVersion.builder()
                .key(encode.apply(version.key()))
                .versionId(version.id())
                .isLatest(latest)
                .lastModified(version.at())
                .eTag(object.eTag())
                .size(object.size())
                .storageClass("STANDARD")
                .build();
    }
}
