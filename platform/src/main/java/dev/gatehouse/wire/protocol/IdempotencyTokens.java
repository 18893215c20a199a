package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.Member;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.kernel.RequestId;

/** Fills in the idempotency tokens that SDKs make up when their caller gives none. */
public final class IdempotencyTokens {
    private IdempotencyTokens() {}

    public static Structure.Builder fill(Structure.Builder input) {
        for (Member member : input.shape().members()) {
            if (member.is(Member.Flag.IDEMPOTENCY_TOKEN) && !input.has(member.index())) {
                input.set(member.index(), RequestId.next().value());
            }
        }
        return input;
    }
}
