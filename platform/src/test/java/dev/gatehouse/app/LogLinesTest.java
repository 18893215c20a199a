package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator reads in the node's own log. */
@Tag("unit")
final class LogLinesTest {

    @Test
    void tellTimeLevelSourceAndText() {
        assertThat(line(Level.WARN, "{} is {}", null, "disk", "full"))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  Parts disk is full\n");
    }

    @Test
    void showAFailureWithItsCause() {
        Exception failure = new IllegalStateException("outer", new RuntimeException("inner"));
        assertThat(line(Level.ERROR, "broken", failure))
                .contains(" ERROR Parts broken\njava.lang.IllegalStateException: outer\n")
                .contains("at dev.gatehouse.app.LogLinesTest.")
                .contains("Caused by: java.lang.RuntimeException: inner");
    }

    /** Junk behind a preface of HTTP/2 is no line of the node's log. */
    @Test
    void leaveOutWhatVertxSaysOfConnections() {
        LoggerContext context = new LoggerContext();
        new LogOutput().configure(context);
        assertThat(context.getLogger(ConnectionBase.class).isErrorEnabled()).isFalse();
        assertThat(context.getLogger("io.vertx.core").isErrorEnabled()).isTrue();
        context.stop();
    }

    private static String line(
            Level level, String message, @Nullable Throwable failure, Object... arguments) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent(
                        "LogLinesTest",
                        context.getLogger("dev.gatehouse.store.Parts"),
                        level,
                        message,
                        failure,
                        arguments);
        return new String(new LogLines().encode(event), StandardCharsets.UTF_8);
    }
}
