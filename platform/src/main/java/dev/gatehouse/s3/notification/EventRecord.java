package dev.gatehouse.s3.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.wire.RequestContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * What notifications say (Amazon S3 User Guide, "Event message structure"): versions 2.1, and 2.3
 * for tags.
 */
final class EventRecord {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Of no content: what the marker of a deletion has. */
    private static final String EMPTY_TAG = "d41d8cd98f00b204e9800998ecf8427e";

    private EventRecord() {}

    /**
     * The notification of a change.
     *
     * @param object as it is now, or as it was before it was deleted
     * @param configuration the id of the configuration that asks for it
     */
    static byte[] of(
            StoredBucket bucket,
            StoredObject object,
            ObjectChange change,
            String configuration,
            Instant now) {
        RequestContext request = change.request();
        ObjectNode notification = JSON.createObjectNode();
        ObjectNode record = notification.putArray("Records").addObject();
        record.put("eventVersion", change.event().version())
                .put("eventSource", "aws:s3")
                .put("awsRegion", bucket.region())
                .put("eventTime", TIME.format(now))
                .put("eventName", change.event().recorded());
        record.putObject("userIdentity").put("principalId", "AWS:" + request.principal().userId());
        record.putObject("requestParameters").put("sourceIPAddress", request.sourceIp());
        record.putObject("responseElements")
                .put("x-amz-request-id", request.requestId().value())
                .put("x-amz-id-2", request.requestId().value());
        ObjectNode s3 = record.putObject("s3");
        s3.put("s3SchemaVersion", "1.0").put("configurationId", configuration);
        ObjectNode from = s3.putObject("bucket").put("name", bucket.name());
        from.putObject("ownerIdentity").put("principalId", "A" + bucket.account().value());
        from.put("arn", "arn:aws:s3:::" + bucket.name());
        describe(s3.putObject("object"), bucket, object, change.event(), now);
        return bytes(notification);
    }

    private static void describe(
            ObjectNode told,
            StoredBucket bucket,
            StoredObject object,
            ObjectEvent event,
            Instant now) {
        told.put(
                "key", URLEncoder.encode(object.key(), StandardCharsets.UTF_8).replace("%2F", "/"));
        switch (event) {
            case PUT, COPY, COMPLETE_MULTIPART_UPLOAD ->
                    told.put("size", object.size()).put("eTag", tag(object));
            case PUT_TAGGING, DELETE_TAGGING -> told.put("eTag", tag(object));
            case DELETE_MARKER_CREATED -> told.put("eTag", EMPTY_TAG);
            case DELETE -> {
                // Nothing is left that could be said.
            }
        }
        if (bucket.settings().versioned() && object.version().named() != null) {
            told.put("versionId", object.version().named());
        }
        told.put("sequencer", "%018X".formatted(ChronoUnit.MICROS.between(Instant.EPOCH, now)));
    }

    private static String tag(StoredObject object) {
        return object.eTag().replace("\"", "");
    }

    /** What queues and topics get when a bucket is told to notify them. */
    static byte[] test(String bucket, RequestId request, Instant now) {
        return bytes(
                JSON.createObjectNode()
                        .put("Service", "Amazon S3")
                        .put("Event", "s3:TestEvent")
                        .put("Time", TIME.format(now))
                        .put("Bucket", bucket)
                        .put("RequestId", request.value())
                        .put("HostId", request.value()));
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notification is always JSON", e);
        }
    }
}
