package dev.gatehouse.s3.model;

import dev.gatehouse.http.HttpDate;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TagViolation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rejections of S3, in its words. */
public final class S3Errors {
    /** The code of an object that is not there. */
    public static final String NO_SUCH_KEY = "NoSuchKey";

    private S3Errors() {}

    public static ServiceException noSuchBucket(String bucket) {
        return new ServiceException(
                "NoSuchBucket",
                404,
                "The specified bucket does not exist",
                Map.of("BucketName", bucket));
    }

    /** Of a setting that a bucket does not have. */
    public static ServiceException absent(String code, String message, String bucket) {
        return new ServiceException(code, 404, message, Map.of("BucketName", bucket));
    }

    public static ServiceException noSuchKey(String key) {
        return new ServiceException(
                NO_SUCH_KEY, 404, "The specified key does not exist.", Map.of("Key", key));
    }

    /** For the newest version of a key when it is a delete marker. */
    public static ServiceException deleted(StoredObject marker) {
        return noSuchKey(marker.key()).withHeaders(headersOf(marker));
    }

    /** For a delete marker that is asked for by its own id. */
    public static ServiceException marker(StoredObject marker) {
        Map<String, String> headers = headersOf(marker);
        headers.put("Allow", "DELETE");
        return new ServiceException(
                        "MethodNotAllowed",
                        405,
                        "The specified method is not allowed against this resource.",
                        Map.of("ResourceType", "DeleteMarker"))
                .withHeaders(headers);
    }

    private static Map<String, String> headersOf(StoredObject marker) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amz-delete-marker", "true");
        headers.put("x-amz-version-id", marker.version().id());
        return headers;
    }

    public static ServiceException noSuchVersion(String key, String version) {
        return new ServiceException(
                "NoSuchVersion",
                404,
                "The specified version does not exist.",
                Map.of("Key", key, "VersionId", version));
    }

    public static ServiceException noSuchUpload(String uploadId) {
        return new ServiceException(
                "NoSuchUpload",
                404,
                "The specified upload does not exist. The upload ID may be invalid, or the upload"
                        + " may have been aborted or completed.",
                Map.of("UploadId", uploadId));
    }

    public static ServiceException preconditionFailed(String condition) {
        return new ServiceException(
                "PreconditionFailed",
                412,
                "At least one of the pre-conditions you specified did not hold",
                Map.of("Condition", condition));
    }

    public static ServiceException invalidRange(String asked, long size) {
        return new ServiceException(
                        "InvalidRange",
                        416,
                        "The requested range is not satisfiable",
                        Map.of("RangeRequested", asked, "ActualObjectSize", size))
                .withHeaders(Map.of("Content-Range", "bytes */" + size));
    }

    /** For a reader that has the object already. */
    public static ServiceException notModified(StoredObject object) {
        return new ServiceException("NotModified", 304, "Not Modified")
                .withHeaders(
                        Map.of(
                                "ETag",
                                object.eTag(),
                                "Last-Modified",
                                HttpDate.of(object.lastModified())));
    }

    public static ServiceException badRequest(String code, String message) {
        return new ServiceException(code, 400, message);
    }

    /**
     * @param tooMany what S3 says of more tags than it takes
     * @param reserved what it says of keys of AWS's own
     */
    public static ServiceException invalidTags(
            TagViolation violation, String tooMany, String reserved) {
        return switch (violation) {
            case TagViolation.TooMany _ -> badRequest("BadRequest", tooMany);
            case TagViolation.ReservedKey _ -> badRequest("InvalidTag", reserved);
            case TagViolation.InvalidKey _ ->
                    badRequest("InvalidTag", "The TagKey you have provided is invalid");
            case TagViolation.InvalidValue _ ->
                    badRequest("InvalidTag", "The TagValue you have provided is invalid");
        };
    }

    public static ServiceException invalidArgument(String message, String name, String value) {
        return new ServiceException(
                "InvalidArgument",
                400,
                message,
                Map.of("ArgumentName", name, "ArgumentValue", value));
    }

    public static ServiceException tooLarge(long bytes, long most) {
        return new ServiceException(
                "EntityTooLarge",
                400,
                "Your proposed upload exceeds the maximum allowed size",
                Map.of("ProposedSize", bytes, "MaxSizeAllowed", most));
    }

    public static ServiceException illegalVersioning() {
        return badRequest(
                "IllegalVersioningConfigurationException",
                "The Versioning element must be specified");
    }

    public static ServiceException malformedXml() {
        return badRequest(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our"
                        + " published schema");
    }

    /** Rejects a header whose feature is not there. */
    public static void reject(String header, @Nullable Object value) {
        if (value != null) {
            throw new ServiceException(
                    "NotImplemented",
                    501,
                    "A header you provided implies functionality that is not implemented: "
                            + header,
                    Map.of("Header", header));
        }
    }
}
