package dev.gatehouse.s3.notification;

/**
 * What happens to objects here, of all that a bucket can tell (Amazon S3 User Guide, "Supported
 * event types for SQS, SNS, and Lambda").
 */
public enum ObjectEvent {
    PUT("s3:ObjectCreated:Put"),
    COPY("s3:ObjectCreated:Copy"),
    COMPLETE_MULTIPART_UPLOAD("s3:ObjectCreated:CompleteMultipartUpload"),
    DELETE("s3:ObjectRemoved:Delete"),
    DELETE_MARKER_CREATED("s3:ObjectRemoved:DeleteMarkerCreated"),
    PUT_TAGGING("s3:ObjectTagging:Put"),
    DELETE_TAGGING("s3:ObjectTagging:Delete");

    private static final String PREFIX = "s3:";
    private static final String ALL = ":*";
    private static final String TAGGING = PREFIX + "ObjectTagging";

    private final String type;

    ObjectEvent(String type) {
        this.type = type;
    }

    /** Its name in a record. */
    String recorded() {
        return type.substring(PREFIX.length());
    }

    /** The version of its record's form. */
    String version() {
        return type.startsWith(TAGGING) ? "2.3" : "2.1";
    }

    /**
     * Whether it is asked for.
     *
     * @param asked a type, or a group of them that ends with a star
     */
    boolean is(String asked) {
        return asked.equals(type) || asked.equals(type.substring(0, type.lastIndexOf(':')) + ALL);
    }
}
