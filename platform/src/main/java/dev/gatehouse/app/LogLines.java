package dev.gatehouse.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * The form of the node's own log: time, level, who, what, and a failure's stack below. In Java, as
 * reading a pattern and the world's time zones would cost every start more than most of them log.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NONE = {};

    /** The time zone is looked up with the first line, not before. */
    private static final class Time {
        static final DateTimeFormatter FORM =
                DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String logger = event.getLoggerName();
        StringBuilder line = new StringBuilder();
        line.append(Time.FORM.format(event.getInstant())).append(' ');
        line.append("%-5s".formatted(event.getLevel())).append(' ');
        line.append(logger.substring(logger.lastIndexOf('.') + 1)).append(' ');
        line.append(event.getFormattedMessage()).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
