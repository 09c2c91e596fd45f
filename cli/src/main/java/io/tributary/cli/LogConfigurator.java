package io.tributary.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.tributary.runtime.clock.SystemClock;
import java.util.List;

/// How the program logs: plain text for people on standard error; what matters stands in key=value.
///
/// Code and not XML, which takes a tenth of a second of CPU to read at every start. Whoever wants
/// another way names a file with `-Dlogback.configurationFile`.
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0} %msg%n";

    /// Libraries that tell of each connection.
    private static final List<String> QUIET = List.of("com.linecorp.armeria", "io.netty");

    @Override
    public ExecutionStatus configure(LoggerContext logging) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(logging);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        for (String name : QUIET) {
            logging.getLogger(name).setLevel(Level.WARN);
        }
        logging.addTurboFilter(new LibraryLines(QUIET, new SystemClock()::monotonicNanos));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
