package dev.gatehouse.lambda.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.InvocationDetails;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.environment.Assignment;
import dev.gatehouse.lambda.environment.Order;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class WaitingEventsTest {
    private final DefaultEventLoopGroup group = new DefaultEventLoopGroup(2);
    private final EventLoop one = (EventLoop) group.next();
    private final EventLoop other = (EventLoop) group.next();
    private final StillClock clock = new StillClock();
    private final WaitingEvents events =
            new WaitingEvents(new Tickers(List.of(one, other), clock), clock);

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void givesThoseOfTheOwnEventLoopFirstInTheirOrder() throws Exception {
        Assignment elsewhere = add(other);
        clock.turn(WaitingEvents.LEAD);
        Assignment first = add(one);
        Assignment second = add(one);
        assertThat(poll(one)).isSameAs(first);
        assertThat(poll(one)).isSameAs(second);
        assertThat(poll(one)).isSameAs(elsewhere);
        assertThat(poll(one)).isNull();
    }

    @Test
    void givesOneOfAnotherEventLoopThatHasWaitedMuchLonger() throws Exception {
        Assignment elsewhere = add(other);
        clock.turn(WaitingEvents.LEAD.plusNanos(1));
        Assignment own = add(one);
        assertThat(poll(one)).isSameAs(elsewhere);
        assertThat(poll(one)).isSameAs(own);
    }

    @Test
    void countsAndTimesThoseOfAllEventLoops() throws Exception {
        assertThat(events.isEmpty()).isTrue();
        assertThat(events.waitedNanos()).isEqualTo(Capacity.UNWANTED);
        add(other);
        clock.turn(Duration.ofMillis(3));
        add(one);
        assertThat(events.isEmpty()).isFalse();
        assertThat(events.size()).isEqualTo(2);
        assertThat(events.waitedNanos()).isEqualTo(Duration.ofMillis(3).toNanos());
        poll(other);
        assertThat(events.size()).isEqualTo(1);
        assertThat(events.waitedNanos()).isZero();
    }

    private Assignment add(EventLoop loop) throws Exception {
        return on(
                loop,
                () -> {
                    Order order =
                            new Order("id", "arn", Buffer.buffer(), InvocationDetails.NONE, null);
                    Assignment event = new Assignment(order, Promise.promise(), () -> {});
                    events.add(event);
                    return event;
                });
    }

    private @Nullable Assignment poll(EventLoop loop) throws Exception {
        return on(loop, events::poll);
    }

    private static <T extends @Nullable Object> T on(EventLoop loop, Callable<T> task)
            throws Exception {
        return loop.submit(task).get();
    }

    /** Stands until it is turned. */
    private static final class StillClock implements Clock {
        private volatile long nanos;

        void turn(Duration by) {
            nanos = nanos + by.toNanos();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public long nanoTime() {
            return nanos;
        }
    }
}
