package dev.gatehouse.function;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions, queues and topics that services send events to by themselves, as S3 and
 * EventBridge do. Blocks.
 */
public interface PushTargets {

    /**
     * What sends.
     *
     * @param principal the service's, such as {@code s3.amazonaws.com}
     * @param arn the bucket's or rule's
     * @param account whose that is
     * @param region where that is
     */
    record Source(String principal, String arn, AccountId account, Region region) {}

    /** Why nothing can be sent to a target as it is now; empty where it can. */
    Optional<String> obstacle(Source source, Arn target);

    /**
     * Sends an event; done once it is kept there.
     *
     * @param event JSON
     * @param traceHeader of what the event tells of; null where that has none
     * @throws dev.gatehouse.kernel.ServiceException the target rejects it, or cannot be reached
     */
    void send(Source source, Arn target, byte[] event, @Nullable String traceHeader);
}
