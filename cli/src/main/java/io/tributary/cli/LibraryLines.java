package io.tributary.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/// Holds libraries that tell of each connection to {@value #LINES_MAX} lines a minute, all
/// together: whoever reaches the port could fill the log with handshakes that fail. Errors are let
/// through.
///
/// Safe from any thread.
final class LibraryLines extends TurboFilter {
    static final int LINES_MAX = 20;

    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final List<String> libraries;
    private final LongSupplier nanos;

    /// Both under its lock.
    private long beganNanos;

    private int lines;

    /// @param libraries beginnings of the names of their loggers
    /// @param nanos a clock that only goes on
    LibraryLines(List<String> libraries, LongSupplier nanos) {
        this.libraries = List.copyOf(libraries);
        this.nanos = nanos;
        this.beganNanos = nanos.getAsLong();
    }

    /// Asked without a format where it is only to be known whether there would be a line.
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        boolean isCounted =
                format != null
                        && level.isGreaterOrEqual(logger.getEffectiveLevel())
                        && !level.isGreaterOrEqual(Level.ERROR)
                        && libraries.stream().anyMatch(logger.getName()::startsWith);
        return !isCounted || isWithin() ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    private synchronized boolean isWithin() {
        long now = nanos.getAsLong();
        if (now - beganNanos >= WINDOW_NANOS) {
            beganNanos = now;
            lines = 0;
        }
        lines++;
        return lines <= LINES_MAX;
    }
}
