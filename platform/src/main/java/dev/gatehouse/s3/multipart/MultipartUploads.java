package dev.gatehouse.s3.multipart;

import dev.gatehouse.aws.s3.AbortMultipartUploadOutput;
import dev.gatehouse.aws.s3.AbortMultipartUploadRequest;
import dev.gatehouse.aws.s3.CompleteMultipartUploadOutput;
import dev.gatehouse.aws.s3.CompleteMultipartUploadRequest;
import dev.gatehouse.aws.s3.CompletedPart;
import dev.gatehouse.aws.s3.CopyPartResult;
import dev.gatehouse.aws.s3.CreateMultipartUploadOutput;
import dev.gatehouse.aws.s3.CreateMultipartUploadRequest;
import dev.gatehouse.aws.s3.ListPartsOutput;
import dev.gatehouse.aws.s3.ListPartsRequest;
import dev.gatehouse.aws.s3.Part;
import dev.gatehouse.aws.s3.UploadPartCopyOutput;
import dev.gatehouse.aws.s3.UploadPartCopyRequest;
import dev.gatehouse.aws.s3.UploadPartOutput;
import dev.gatehouse.aws.s3.UploadPartRequest;
import dev.gatehouse.identity.sigv4.verify.PayloadStream;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.s3.bucket.Acls;
import dev.gatehouse.s3.bucket.BucketCatalog;
import dev.gatehouse.s3.content.ByteRange;
import dev.gatehouse.s3.content.Checksums;
import dev.gatehouse.s3.content.Upload;
import dev.gatehouse.s3.listing.PageSize;
import dev.gatehouse.s3.model.Members;
import dev.gatehouse.s3.model.ObjectHeaders;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.s3.model.StoredPart;
import dev.gatehouse.s3.model.StoredSettings;
import dev.gatehouse.s3.model.StoredUpload;
import dev.gatehouse.s3.model.Version;
import dev.gatehouse.s3.notification.ObjectChange;
import dev.gatehouse.s3.notification.ObjectEvent;
import dev.gatehouse.s3.object.CopySource;
import dev.gatehouse.s3.object.ObjectCatalog;
import dev.gatehouse.s3.object.Preconditions;
import dev.gatehouse.s3.object.WriteConditions;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.wire.RequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The operations on objects that are uploaded in parts. */
public final class MultipartUploads {
    private static final int PAGE = 1_000;

    private final BucketCatalog buckets;
    private final ObjectCatalog objects;
    private final UploadCatalog uploads;
    private final Clock clock;

    public MultipartUploads(
            BucketCatalog buckets, ObjectCatalog objects, UploadCatalog uploads, Clock clock) {
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
        this.clock = clock;
    }

    public CreateMultipartUploadOutput create(
            RequestContext context, CreateMultipartUploadRequest input) {
        StoredSettings settings =
                buckets.get(context, input.bucket(), input.expectedBucketOwner()).settings();
        Acls.reject(input);
        settings.encryption().requireKnown(input.serverSideEncryption());
        Checksums.requireKnown(input.checksumAlgorithm());
        rejectChecksumOfTheWhole(input.checksumType());
        String uploadId =
                uploads.create(
                        input.bucket(),
                        new StoredUpload(input.key(), clock.now(), ObjectHeaders.of(input)));
        return CreateMultipartUploadOutput.builder()
                .bucket(input.bucket())
                .key(input.key())
                .uploadId(uploadId)
                .serverSideEncryption(settings.encryption().algorithm())
                .build();
    }

    public UploadPartOutput uploadPart(
            RequestContext context, UploadPartRequest input, PayloadStream payload) {
        StoredSettings settings =
                buckets.get(context, input.bucket(), input.expectedBucketOwner()).settings();
        requirePartNumber(input.partNumber());
        uploads.get(input.bucket(), input.key(), input.uploadId());
        StoredPart part = part(input.partNumber(), Upload.receive(objects.blobs(), payload, input));
        uploads.put(input.bucket(), input.uploadId(), part);
        UploadPartOutput response =
                UploadPartOutput.builder()
                        .eTag(part.eTag())
                        .serverSideEncryption(settings.encryption().algorithm())
                        .build();
        return new UploadPartOutput(Members.added(response, Checksums.members(part.checksums())));
    }

    /** UploadPartCopy: a part from an object that is here already. */
    public UploadPartCopyOutput copyPart(RequestContext context, UploadPartCopyRequest input) {
        StoredSettings settings =
                buckets.get(context, input.bucket(), input.expectedBucketOwner()).settings();
        requirePartNumber(input.partNumber());
        uploads.get(input.bucket(), input.key(), input.uploadId());
        CopySource source = CopySource.parse(input.copySource());
        StoredSettings from =
                buckets.get(context, source.bucket(), input.expectedSourceBucketOwner()).settings();
        StoredObject original = source.in(objects);
        Preconditions.ofCopySource(input).checkCopy(original);
        ByteRange range = ByteRange.ofCopySource(input.copySourceRange(), original.size());
        StoredPart part = part(input.partNumber(), copy(original, range, input));
        uploads.put(input.bucket(), input.uploadId(), part);
        return UploadPartCopyOutput.builder()
                .copySourceVersionId(from.versionOf(original))
                .serverSideEncryption(settings.encryption().algorithm())
                .copyPartResult(
                        CopyPartResult.builder()
                                .eTag(part.eTag())
                                .lastModified(part.lastModified())
                                .build())
                .build();
    }

    private Upload copy(StoredObject original, ByteRange range, UploadPartCopyRequest input) {
        try (InputStream content = objects.part(original.content(), range).open()) {
            PayloadStream payload = PayloadStream.plain(content, range.size());
            return Upload.receive(objects.blobs(), payload, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredPart part(int number, Upload upload) {
        return new StoredPart(
                number,
                upload.content(),
                upload.size(),
                upload.eTag(),
                clock.now().truncatedTo(ChronoUnit.SECONDS),
                upload.checksums());
    }

    private static void requirePartNumber(int number) {
        if (number < 1 || number > UploadCatalog.PARTS_MAX) {
            throw S3Errors.badRequest(
                    "InvalidArgument",
                    "Part number must be an integer between 1 and "
                            + UploadCatalog.PARTS_MAX
                            + ", inclusive");
        }
    }

    public CompleteMultipartUploadOutput complete(
            RequestContext context, CompleteMultipartUploadRequest input) {
        StoredSettings settings =
                buckets.get(context, input.bucket(), input.expectedBucketOwner()).settings();
        rejectChecksumOfTheWhole(input.checksumType());
        Checksums.sent(input)
                .forEach((algorithm, sent) -> S3Errors.reject("x-amz-checksum-" + algorithm, sent));
        WriteConditions conditions = WriteConditions.of(input);
        StoredUpload upload = uploads.get(input.bucket(), input.key(), input.uploadId());
        List<CompletedPart> asked =
                input.multipartUpload() == null ? null : input.multipartUpload().parts();
        List<StoredPart> parts = uploads.chosen(input.bucket(), input.uploadId(), asked);
        long size = parts.stream().mapToLong(StoredPart::size).sum();
        requireSize(input.mpuObjectSize(), size);
        BlobKey content = uploads.joined(objects.blobs(), parts);
        StoredObject object =
                new StoredObject(
                        input.key(),
                        content,
                        size,
                        Checksums.eTag(parts.stream().map(StoredPart::eTag).toList(), parts.size()),
                        clock.now().truncatedTo(ChronoUnit.SECONDS),
                        upload.headers(),
                        Map.of(),
                        Version.FIRST);
        StoredObject put =
                objects.put(
                        input.bucket(),
                        object,
                        conditions,
                        new ObjectChange(ObjectEvent.COMPLETE_MULTIPART_UPLOAD, context));
        uploads.delete(input.bucket(), input.uploadId());
        return CompleteMultipartUploadOutput.builder()
                .location(
                        "http://" + context.authority() + "/" + input.bucket() + "/" + input.key())
                .bucket(input.bucket())
                .key(input.key())
                .eTag(object.eTag())
                .versionId(put.version().named())
                .serverSideEncryption(settings.encryption().algorithm())
                .build();
    }

    /** Parts have checksums here, the object that they make has none. */
    private static void rejectChecksumOfTheWhole(@Nullable String type) {
        S3Errors.reject("x-amz-checksum-type", "COMPOSITE".equals(type) ? null : type);
    }

    private static void requireSize(@Nullable Long expected, long actual) {
        if (expected != null && expected != actual) {
            throw S3Errors.badRequest(
                    "InvalidRequest",
                    "The provided 'x-amz-mp-object-size' header value %d does not match what was computed: %d"
                            .formatted(expected, actual));
        }
    }

    public AbortMultipartUploadOutput abort(
            RequestContext context, AbortMultipartUploadRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        uploads.get(input.bucket(), input.key(), input.uploadId());
        uploads.delete(input.bucket(), input.uploadId());
        return AbortMultipartUploadOutput.builder().build();
    }

    public ListPartsOutput listParts(RequestContext context, ListPartsRequest input) {
        buckets.get(context, input.bucket(), input.expectedBucketOwner());
        uploads.get(input.bucket(), input.key(), input.uploadId());
        int most = PageSize.of("max-parts", input.maxParts(), PAGE);
        int marker = Objects.requireNonNullElse(input.partNumberMarker(), 0);
        List<StoredPart> rest =
                uploads.parts(input.bucket(), input.uploadId()).stream()
                        .filter(part -> part.number() > marker)
                        .toList();
        List<StoredPart> parts = rest.subList(0, Math.min(most, rest.size()));
        boolean truncated = parts.size() < rest.size();
        return ListPartsOutput.builder()
                .bucket(input.bucket())
                .key(input.key())
                .uploadId(input.uploadId())
                .isTruncated(truncated)
                .maxParts(most)
                .partNumberMarker(marker)
                .nextPartNumberMarker(parts.isEmpty() ? null : parts.getLast().number())
                .storageClass("STANDARD")
                .parts(parts.stream().map(MultipartUploads::view).toList())
                .build();
    }

    private static Part view(StoredPart part) {
        return Part.builder()
                .partNumber(part.number())
                .eTag(part.eTag())
                .size(part.size())
                .lastModified(part.lastModified())
                .build();
    }
}
