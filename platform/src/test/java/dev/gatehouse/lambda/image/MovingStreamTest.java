package dev.gatehouse.lambda.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class MovingStreamTest {
    /** Sends nothing until it is closed. */
    private static final class Silent extends InputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void endsAStreamThatStopped() throws IOException {
        try (InputStream stream = new MovingStream(new Silent(), Duration.ofMillis(1))) {
            assertThatThrownBy(stream::readAllBytes).hasMessage("it stopped sending");
        }
    }

    @Test
    void readsOneThatGoesOn() throws IOException {
        InputStream content = new ByteArrayInputStream(new byte[] {1, -1, 3});
        try (InputStream stream = new MovingStream(content, Duration.ofMinutes(1))) {
            assertThat(stream.read()).isEqualTo(1);
            assertThat(stream.readAllBytes()).containsExactly(-1, 3);
        }
    }
}
