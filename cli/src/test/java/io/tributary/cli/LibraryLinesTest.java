package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LibraryLinesTest {
    private final AtomicLong now = new AtomicLong(7);
    private final LoggerContext logging = new LoggerContext();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    LibraryLinesTest() {
        logging.addTurboFilter(new LibraryLines(List.of("com.example"), now::get));
        written.start();
        Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(written);
    }

    @Test
    void library_thatTellsOfEachConnection_isHeldToSoManyLinesAMinute() {
        Logger library = logging.getLogger("com.example.tls.Handshake");
        for (int i = 0; i < 1_000; i++) {
            library.warn("handshake {} failed", i);
            library.info("not written at all");
        }
        assertThat(written.list).hasSize(LibraryLines.LINES_MAX);

        library.error("a human must act");
        logging.getLogger("io.tributary.Server").warn("ours");
        assertThat(written.list).hasSize(LibraryLines.LINES_MAX + 2);

        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        library.warn("handshake {} failed", "another");
        assertThat(written.list).hasSize(LibraryLines.LINES_MAX + 3);
    }
}
