package dev.gatehouse.lambda.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.lambda.GetFunctionRequest;
import dev.gatehouse.aws.lambda.GetPolicyRequest;
import dev.gatehouse.aws.lambda.InvocationRequest;
import dev.gatehouse.aws.lambda.InvokeAsyncRequest;
import dev.gatehouse.aws.lambda.InvokeWithResponseStreamRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.schedule.TokenBucket;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.util.Map;

/**
 * How often an account may call Lambda's API in a region (Lambda Developer Guide, "Lambda API
 * requests"): GetFunction 100 times a second, GetPolicy 15 times, all others together 15 times.
 * Invocations have limits of their own.
 */
final class CallerRates {
    private static final int FUNCTION_READS = 100;
    private static final int OTHERS = 15;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int MOST_ACCOUNTS = 10_000;

    private final Clock clock;
    private final Cache<Group, TokenBucket> buckets =
            Caffeine.newBuilder().maximumSize(MOST_ACCOUNTS).executor(Runnable::run).build();

    CallerRates(Clock clock) {
        this.clock = clock;
    }

    private record Group(Scope scope, Kind kind) {}

    private enum Kind {
        FUNCTION_READ,
        POLICY_READ,
        OTHER
    }

    /**
     * Counts a call.
     *
     * @throws ServiceException TooManyRequestsException when it is one too many
     */
    void check(RequestContext context, View input) {
        if (input instanceof InvocationRequest
                || input instanceof InvokeAsyncRequest
                || input instanceof InvokeWithResponseStreamRequest) {
            return;
        }
        Group group = new Group(Here.of(context), kind(input));
        int rate = group.kind() == Kind.FUNCTION_READ ? FUNCTION_READS : OTHERS;
        if (!buckets.get(group, _ -> new TokenBucket(rate, SECOND, clock)).take()) {
            throw new ServiceException(
                    "TooManyRequestsException",
                    429,
                    "Rate exceeded",
                    Map.of("Reason", "CallerRateLimitExceeded", "Type", "User"));
        }
    }

    private static Kind kind(View input) {
        return switch (input) {
            case GetFunctionRequest _ -> Kind.FUNCTION_READ;
            case GetPolicyRequest _ -> Kind.POLICY_READ;
            default -> Kind.OTHER;
        };
    }
}
