package dev.gatehouse.s3.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.store.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notification on its way, beside what it says.
 *
 * @param target the ARN of the function, queue or topic
 * @param bucket the name of the bucket that notifies
 * @param account whose that is
 * @param region where that is
 * @param trace the X-Ray trace header of the request that it tells of; null for none
 * @param failures how often it could not be delivered
 */
record Notification(
        String target,
        String bucket,
        String account,
        String region,
        @Nullable String trace,
        int failures) {
    private static final String PRINCIPAL = "s3.amazonaws.com";
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static Notification to(String target, StoredBucket bucket, @Nullable String trace) {
        return new Notification(
                target, bucket.name(), bucket.account().value(), bucket.region(), trace, 0);
    }

    /** What a message says; empty when it is not to be understood. */
    static Optional<Notification> of(Message message) {
        try {
            Notification read = JSON.readValue(message.state(), Notification.class);
            return Arn.parse(read.target).isPresent() ? Optional.of(read) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String state() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notification is always JSON", e);
        }
    }

    Notification failed() {
        return new Notification(target, bucket, account, region, trace, failures + 1);
    }

    PushTargets.Source source() {
        return source(bucket, new AccountId(account), new Region(region));
    }

    private static PushTargets.Source source(String bucket, AccountId account, Region region) {
        return new PushTargets.Source(PRINCIPAL, "arn:aws:s3:::" + bucket, account, region);
    }

    /** A bucket that notifies. */
    static PushTargets.Source source(StoredBucket bucket) {
        return source(bucket.name(), bucket.account(), new Region(bucket.region()));
    }

    Arn arn() {
        return Arn.parse(target).orElseThrow();
    }
}
