package dev.gatehouse.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.response.MalformedResponseException;
import dev.gatehouse.proxy.response.PacedBody;
import dev.gatehouse.proxy.response.StreamLimits;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What streams goes no faster than it may, and not on for ever when nothing comes. */
@Tag("unit")
class PacedBodyTest {
    private static final int CHUNK = 1_000;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void whatIsFreeGoesAtOnceAndTheRestAtItsPace() throws Exception {
        long begun = System.nanoTime();

        assertThat(read(new StreamLimits(2_000, 40_000, LONG), 10, true)).isEqualTo(10 * CHUNK);

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(150);
    }

    @Test
    void withoutARateNothingIsHeldBack() throws Exception {
        assertThat(read(new StreamLimits(0, 0, LONG), 1_000, true)).isEqualTo(1_000 * CHUNK);
    }

    @Test
    void whatStandsStillBreaksOff() {
        assertThatThrownBy(() -> read(new StreamLimits(0, 0, Duration.ofMillis(30)), 3, false))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("stands still");
    }

    /** Its reader may be gone: what stands still then is the reader. */
    @Test
    void whatIsHeldIsWatchedAgainWhenItGoesOn() {
        StreamLimits limits = new StreamLimits(0, 0, Duration.ofMillis(30));
        Promise<String> read = Promise.promise();
        vertx.runOnContext(
                _ -> {
                    ReadStream<Buffer> body =
                            PacedBody.of(new Chunks(1, false), limits, () -> {}, Clock.SYSTEM);
                    boolean[] held = {true};
                    body.exceptionHandler(_ -> read.tryComplete(held[0] ? "too early" : "then"));
                    body.handler(_ -> body.pause());
                    body.resume();
                    vertx.setTimer(
                            150,
                            _ -> {
                                held[0] = false;
                                body.resume();
                            });
                });

        assertThat(read.future().await()).isEqualTo("then");
    }

    /** How many bytes come of a source of some chunks. */
    private int read(StreamLimits limits, int chunks, boolean ends) throws Exception {
        Promise<Integer> read = Promise.promise();
        vertx.runOnContext(
                _ -> {
                    int[] bytes = {0};
                    ReadStream<Buffer> body =
                            PacedBody.of(new Chunks(chunks, ends), limits, () -> {}, Clock.SYSTEM);
                    body.exceptionHandler(read::tryFail);
                    body.endHandler(_ -> read.tryComplete(bytes[0]));
                    body.handler(chunk -> bytes[0] += chunk.length());
                    body.resume();
                });
        return read.future().await(120, TimeUnit.SECONDS);
    }

    /** A source that has all its chunks, and perhaps an end. */
    private final class Chunks implements ReadStream<Buffer> {
        private final boolean ends;
        private int left;
        private long demand;
        private Handler<Buffer> handler;
        private Handler<Void> end;

        Chunks(int left, boolean ends) {
            this.left = left;
            this.ends = ends;
        }

        private void push() {
            if (demand > 0 && left > 0) {
                demand = demand == Long.MAX_VALUE ? demand : demand - 1;
                left--;
                handler.handle(Buffer.buffer(new byte[CHUNK]));
                vertx.runOnContext(_ -> push());
            } else if (left == 0 && ends) {
                left--;
                end.handle(null);
            }
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(Handler<Throwable> ignored) {
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(Handler<Buffer> reader) {
            handler = reader;
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            demand = 0;
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            return fetch(Long.MAX_VALUE);
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
            vertx.runOnContext(_ -> push());
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(Handler<Void> whenDone) {
            end = whenDone;
            return this;
        }
    }
}
