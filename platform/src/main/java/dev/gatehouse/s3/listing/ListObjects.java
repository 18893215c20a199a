package dev.gatehouse.s3.listing;

import dev.gatehouse.aws.s3.ListObjectsOutput;
import dev.gatehouse.aws.s3.ListObjectsRequest;
import dev.gatehouse.aws.s3.ListObjectsV2Output;
import dev.gatehouse.aws.s3.ListObjectsV2Request;
import dev.gatehouse.aws.s3.Owner;
import dev.gatehouse.aws.s3.S3Object;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.bucket.Buckets;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.object.ObjectCatalog;
import dev.gatehouse.wire.RequestContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** ListObjectsV2 and its older form. */
public final class ListObjects {
    private static final int PAGE = 1_000;

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;

    public ListObjects(BucketCatalog buckets, ObjectCatalog objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    public ListObjectsV2Output v2(RequestContext context, ListObjectsV2Request input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        String after =
                input.continuationToken() == null
                        ? text(input.startAfter())
                        : decoded(input.continuationToken());
        KeyListing<StoredObject> page =
                page(input.bucket(), input.prefix(), input.delimiter(), after, input.maxKeys());
        UnaryOperator<String> encode = KeyEncoding.of(input.encodingType());
        return ListObjectsV2Output.builder()
                .name(input.bucket())
                .prefix(encode.apply(text(input.prefix())))
                .delimiter(input.delimiter() == null ? null : encode.apply(input.delimiter()))
                .startAfter(input.startAfter() == null ? null : encode.apply(input.startAfter()))
                .encodingType(input.encodingType())
                .maxKeys(limit(input.maxKeys()))
                .keyCount(page.entries().size() + page.families().size())
                .contents(
                        Boolean.TRUE.equals(input.fetchOwner())
                                ? owned(contents(page, encode), Buckets.owner(context))
                                : contents(page, encode))
                .commonPrefixes(page.prefixes(encode))
                .isTruncated(page.isTruncated())
                .continuationToken(input.continuationToken())
                .nextContinuationToken(page.isTruncated() ? encoded(page.next()) : null)
                .build();
    }

    public ListObjectsOutput v1(RequestContext context, ListObjectsRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        KeyListing<StoredObject> page =
                page(
                        input.bucket(),
                        input.prefix(),
                        input.delimiter(),
                        text(input.marker()),
                        input.maxKeys());
        UnaryOperator<String> encode = KeyEncoding.of(input.encodingType());
        boolean marked = page.next() != null && input.delimiter() != null;
        return ListObjectsOutput.builder()
                .name(input.bucket())
                .prefix(encode.apply(text(input.prefix())))
                .delimiter(input.delimiter() == null ? null : encode.apply(input.delimiter()))
                .marker(encode.apply(text(input.marker())))
                .nextMarker(marked ? encode.apply(text(page.next())) : null)
                .encodingType(input.encodingType())
                .maxKeys(limit(input.maxKeys()))
                .contents(owned(contents(page, encode), Buckets.owner(context)))
                .commonPrefixes(page.prefixes(encode))
                .isTruncated(page.isTruncated())
                .build();
    }

    private KeyListing<StoredObject> page(
            String bucket,
            @Nullable String prefix,
            @Nullable String delimiter,
            String after,
            @Nullable Integer maxKeys) {
        return new KeyListing<StoredObject>(prefix, delimiter, limit(maxKeys))
                .fill(objects, bucket, after, ListObjects::shown);
    }

    /** A deleted object is not there, whatever versions its bucket keeps. */
    private static List<StoredObject> shown(StoredObject newest) {
        return newest.isMarker() ? List.of() : List.of(newest);
    }

    private static int limit(@Nullable Integer maxKeys) {
        return PageSize.of("max-keys", maxKeys, PAGE);
    }

    private static List<S3Object> contents(
            KeyListing<StoredObject> page, UnaryOperator<String> encode) {
        return page.entries().stream()
                .map(each -> each.summary().toBuilder().key(encode.apply(each.key())).build())
                .toList();
    }

    private static List<S3Object> owned(List<S3Object> contents, Owner owner) {
        return contents.stream().map(each -> each.toBuilder().owner(owner).build()).toList();
    }

    private static String encoded(@Nullable String last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text(last).getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        if (token.isEmpty()) {
            throw wrongToken();
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrongToken();
        }
    }

    private static ServiceException wrongToken() {
        return S3Errors.badRequest(
                "InvalidArgument", "The continuation token provided is incorrect");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
