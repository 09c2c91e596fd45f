package io.tributary.runtime.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a process, tells how far it is, and ends it.
///
/// Parts are added in the order they are built and closed in the reverse, each once, each within
/// its own bound; one that fails or takes too long is logged and left, and the next is closed. A
/// part added while the process stops is closed at once, so a signal during the start leaves
/// nothing open.
///
/// Safe from any thread.
public final class Lifecycle {
    /// Exit code of a process that ended as it was told to.
    public static final int EXIT_OK = 0;

    /// Exit code of all other ends.
    public static final int EXIT_FAILED = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /// Longest wait for the last log line before a fatal end: a blocked log must not keep alive
    /// what has to die.
    private static final Duration LAST_WORDS_MAX = Duration.ofSeconds(1);

    /// How far the process is. Only {@link #READY} should be sent requests.
    public enum State {
        STARTING,
        READY,
        STOPPING
    }

    /// Something that may fail in any way.
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    private record Part(String name, Duration closeWithin, Action close) {}

    private final Terminator terminator;
    private final List<Part> parts = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile State state = State.STARTING;
    private volatile boolean clean = true;

    /// Also answers signals from now on: {@link #stop}, then exit.
    public Lifecycle(Terminator terminator) {
        this.terminator = terminator;
        terminator.onSignal(() -> {
            stop();
            terminator.halt(exitCode());
        });
    }

    /// Builds the parts and becomes ready. If that fails, what was built is closed and the process
    /// exits with 1 (unless it was told to stop meanwhile, which it then does as ever).
    public void start(Action build) {
        try {
            build.run();
        } catch (Exception e) {
            if (state == State.STOPPING) {
                LOG.info("start given up: told to stop");
                return;
            }
            logFailedStart(e);
            clean = false;
            stop();
            terminator.halt(EXIT_FAILED);
            return;
        }
        synchronized (this) {
            if (state == State.STARTING) {
                state = State.READY;
            }
        }
    }

    /// The world's fault is told in a line, its trace in the debug log; ours with its trace.
    private static void logFailedStart(Exception failure) {
        if (failure instanceof IOException) {
            LOG.error("cannot start: {}", failure.getMessage());
            LOG.debug("cannot start", failure);
            return;
        }
        LOG.error("cannot start", failure);
    }

    /// Takes note of a part that is running now.
    ///
    /// @param closeWithin after which its closing is no longer waited for
    public void add(String name, Duration closeWithin, Action close) {
        Part part = new Part(name, closeWithin, close);
        synchronized (this) {
            if (state != State.STOPPING) {
                parts.add(part);
                return;
            }
        }
        close(part);
    }

    public State state() {
        return state;
    }

    /// Closes all parts and returns when they are closed, whoever began it.
    public void stop() {
        if (!beginStop()) {
            awaitStopped();
            return;
        }
        LOG.info("stopping");
        partsInReverse().forEach(this::close);
        LOG.info("stopped clean={}", clean);
        stopped.countDown();
    }

    /// Parks until all parts are closed.
    public void awaitStopped() {
        boolean interrupted = false;
        while (true) {
            try {
                stopped.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the process now, because going on would do harm: a sync has failed, so nothing is known
    /// of what is durable. Nothing is closed.
    ///
    /// @param what was being done
    public void fatal(String what, Throwable why) {
        boolean interrupted = Thread.interrupted();
        try {
            Thread.ofPlatform()
                    .daemon()
                    .name("last-words")
                    .start(() -> LOG.error("fatal: {}; the process ends here", what, why))
                    .join(LAST_WORDS_MAX);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            terminator.halt(EXIT_FAILED);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int exitCode() {
        return clean ? EXIT_OK : EXIT_FAILED;
    }

    private synchronized boolean beginStop() {
        if (state == State.STOPPING) {
            return false;
        }
        state = State.STOPPING;
        return true;
    }

    /// Parts stand in the order they were added; none comes after stopping has begun.
    private synchronized List<Part> partsInReverse() {
        return List.copyOf(parts).reversed();
    }

    /// Runs on a thread of its own, which is given up when its time is over, or when the stopping
    /// thread is interrupted: someone is in a hurry.
    private void close(Part part) {
        Thread closing =
                Thread.ofPlatform()
                        .daemon()
                        .name("close-" + part.name)
                        .start(() -> closeOrLog(part));
        boolean interrupted = Thread.interrupted();
        try {
            if (!closing.join(part.closeWithin)) {
                clean = false;
                LOG.warn(
                        "not closed in time part={} boundMillis={}",
                        part.name,
                        part.closeWithin.toMillis());
                closing.interrupt();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeOrLog(Part part) {
        try {
            part.close.run();
        } catch (Exception | Error e) {
            clean = false;
            LOG.warn("cannot close part={}", part.name, e);
        }
    }
}
