package dev.gatehouse.client;

import dev.gatehouse.kernel.Arn;

/** How calls name queues. */
public final class QueueUrl {
    private QueueUrl() {}

    /** A queue's URL by AWS's name; what serves queues elsewhere goes by its path. */
    public static String of(Arn queue) {
        return "https://sqs.%s.amazonaws.com/%s/%s"
                .formatted(queue.region(), queue.account(), queue.resource());
    }
}
