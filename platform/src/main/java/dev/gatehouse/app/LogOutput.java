package dev.gatehouse.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Where the node's own log goes: standard error, since people read standard output. {@code
 * GATEHOUSE_LOG} sets the level of what is ours (INFO). Found by Logback as a service; a file named
 * by {@code -Dlogback.configurationFile} takes its place. In Java, as reading XML would cost a
 * start more than everything else that is logged.
 */
public final class LogOutput extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(standardError(loggers));
        loggers.getLogger("dev.gatehouse")
                .setLevel(Level.toLevel(System.getenv("GATEHOUSE_LOG"), Level.INFO));
        // A broken template is its author's: the caller gets a response, the node's log stays
        // quiet.
        loggers.getLogger("org.apache.velocity").setLevel(Level.OFF);
        // A client that sends no HTTP/2 after its preface gets an error; it concerns no other
        // affair.
        loggers.getLogger("io.vertx.core.net.impl.ConnectionBase").setLevel(Level.OFF);
        // What is wrong with a model is told to its author.
        loggers.getLogger("com.networknt").setLevel(Level.OFF);
        // A connection that broke is what the call says that met it.
        loggers.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext loggers) {
        LogLines encoder = new LogLines();
        encoder.setContext(loggers);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
