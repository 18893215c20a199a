package dev.gatehouse.s3.object;

import dev.gatehouse.aws.s3.CopyObjectOutput;
import dev.gatehouse.aws.s3.CopyObjectRequest;
import dev.gatehouse.aws.s3.CopyObjectResult;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.s3.bucket.Acls;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.content.Checksums;
import dev.gatehouse.s3.model.Members;
import dev.gatehouse.s3.model.ObjectHeaders;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.s3.notification.ObjectChange;
import dev.gatehouse.s3.notification.ObjectEvent;
import dev.gatehouse.wire.RequestContext;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CopyObject: the copy shares its content with the source, which is kept once. */
public final class CopyObject {
    private static final String REPLACE = "REPLACE";

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final Clock clock;

    public CopyObject(BucketCatalog buckets, ObjectCatalog objects, Clock clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.clock = clock;
    }

    public CopyObjectOutput handle(RequestContext context, CopyObjectRequest input) {
        StoredSettings settings =
                buckets.get(context, input.bucket(), input.expectedBucketOwner()).settings();
        Acls.reject(input);
        settings.encryption().requireKnown(input.serverSideEncryption());
        Checksums.requireKnown(input.checksumAlgorithm());
        WriteConditions conditions = WriteConditions.of(input);
        CopySource source = CopySource.parse(input.copySource());
        StoredSettings from =
                buckets.get(context, source.bucket(), input.expectedSourceBucketOwner()).settings();
        StoredObject original = source.in(objects);
        Preconditions.ofCopySource(input).checkCopy(original);
        requireChange(source, input);
        StoredObject put =
                objects.put(
                        input.bucket(),
                        copy(original, input),
                        conditions,
                        new ObjectChange(ObjectEvent.COPY, context));
        CopyObjectResult result =
                CopyObjectResult.builder()
                        .eTag(put.eTag())
                        .lastModified(put.lastModified())
                        .build();
        return CopyObjectOutput.builder()
                .copyObjectResult(
                        new CopyObjectResult(
                                Members.added(result, Checksums.typedMembers(put.checksums()))))
                .copySourceVersionId(from.versionOf(original))
                .versionId(put.version().named())
                .serverSideEncryption(settings.encryption().algorithm())
                .build();
    }

    private StoredObject copy(StoredObject original, CopyObjectRequest input) {
        return new StoredObject(
                input.key(),
                original.content(),
                original.size(),
                eTag(original),
                clock.now().truncatedTo(ChronoUnit.SECONDS),
                headers(original.headers(), ObjectHeaders.of(input), input),
                checksums(original, input.checksumAlgorithm()),
                Version.FIRST);
    }

    /** Each of the two directives may take what the request says in place of the original's. */
    private static ObjectHeaders headers(
            ObjectHeaders original, ObjectHeaders asked, CopyObjectRequest input) {
        ObjectHeaders headers = REPLACE.equals(input.metadataDirective()) ? asked : original;
        boolean retags = REPLACE.equals(input.taggingDirective());
        return headers.tagged(retags ? asked.tags() : original.tags());
    }

    /** A copy is one whole, also of what was put together from parts. */
    private String eTag(StoredObject original) {
        return original.eTag().contains("-") ? Checksums.eTag(content(original)) : original.eTag();
    }

    private Map<String, String> checksums(StoredObject original, @Nullable String algorithm) {
        return algorithm == null || original.checksums().containsKey(algorithm)
                ? original.checksums()
                : Map.of(algorithm, Checksums.compute(algorithm, content(original)));
    }

    private InputStream content(StoredObject original) {
        return objects.blobs().open(original.content());
    }

    /** An older version may be copied over the newest: that is how it comes back. */
    private static void requireChange(CopySource source, CopyObjectRequest input) {
        boolean same =
                source.bucket().equals(input.bucket())
                        && source.key().equals(input.key())
                        && source.version() == null;
        boolean changes =
                REPLACE.equals(input.metadataDirective())
                        || input.storageClass() != null
                        || input.serverSideEncryption() != null;
        if (same && !changes) {
            throw S3Errors.badRequest(
                    "InvalidRequest",
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website"
                            + " redirect location or encryption attributes.");
        }
    }
}
