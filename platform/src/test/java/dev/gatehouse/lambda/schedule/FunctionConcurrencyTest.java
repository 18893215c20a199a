package dev.gatehouse.lambda.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class FunctionConcurrencyTest {
    private final TurnedClock clock = new TurnedClock();
    private final AccountConcurrency account =
            new AccountConcurrency(new ConcurrencyLimits(3, 10, 0), clock);
    private final FunctionConcurrency one = new FunctionConcurrency(account);
    private final FunctionConcurrency other = new FunctionConcurrency(account);

    private static Object reason(FunctionConcurrency function) {
        ServiceException rejection = catchThrowableOfType(ServiceException.class, function::admit);
        assertThat(rejection.status()).isEqualTo(429);
        assertThat(rejection.code()).isEqualTo("TooManyRequestsException");
        return String.valueOf(rejection.members().get("Reason"));
    }

    @Test
    void functionsShareTheAccountsConcurrency() {
        one.admit();
        one.admit();
        Runnable release = other.admit();
        assertThat(reason(one)).isEqualTo("ConcurrentInvocationLimitExceeded");
        release.run();
        one.admit();
    }

    @Test
    void aReservationIsAFunctionsOwnAndItsLimit() {
        one.reserve(OptionalInt.of(1), 0);
        one.admit();
        assertThat(reason(one)).isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
        other.admit();
        other.admit();
        assertThat(reason(other)).isEqualTo("ConcurrentInvocationLimitExceeded");
    }

    @Test
    void aReservationOfNoneStopsAFunction() {
        one.reserve(OptionalInt.of(0), 0);
        assertThat(reason(one)).isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
    }

    @Test
    void aReservationThatIsGivenUpIsSharedAgain() {
        one.reserve(OptionalInt.of(2), 0);
        one.reserve(OptionalInt.empty(), 0);
        one.admit();
        one.admit();
        one.admit();
    }

    @Test
    void functionsShareTheAccountsRequests() {
        serve(one, 20);
        serve(other, 10);
        assertThat(reason(one)).isEqualTo("FunctionInvocationRateLimitExceeded");
        clock.turn(Duration.ofMillis(100));
        serve(other, 3);
        assertThat(reason(other)).isEqualTo("FunctionInvocationRateLimitExceeded");
        one.reserve(OptionalInt.of(1), 0);
        serve(one, 10);
    }

    @Test
    void aReservationTakesTenRequestsASecondForEach() {
        one.reserve(OptionalInt.of(2), 0);
        serve(one, 20);
        assertThat(reason(one)).isEqualTo("ReservedFunctionInvocationRateLimitExceeded");
        clock.turn(Duration.ofMillis(100));
        serve(one, 2);
        one.reserve(OptionalInt.of(2), 0);
        assertThat(reason(one)).isEqualTo("ReservedFunctionInvocationRateLimitExceeded");
        one.reserve(OptionalInt.of(3), 0);
        serve(one, 30);
    }

    private static void serve(FunctionConcurrency function, int requests) {
        for (int request = 0; request < requests; request++) {
            function.admit().run();
        }
    }
}
