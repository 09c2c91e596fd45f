package io.tributary.runtime.disk;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Runs a task on the thread that hands it in, which turns an `AsynchronousFileChannel` into a
/// blocking one that interrupts cannot close. Never shut down: it has no threads.
final class CallerRuns extends AbstractExecutorService {
    static final CallerRuns SHARED = new CallerRuns();

    private CallerRuns() {}

    /// The outcome of an operation that has run already.
    ///
    /// @throws IOException what the operation threw
    static int result(Future<Integer> done) throws IOException {
        try {
            return done.resultNow();
        } catch (IllegalStateException e) {
            if (done.exceptionNow() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void shutdown() {
        throw new IllegalStateException("BUG: shared by all files");
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new IllegalStateException("BUG: shared by all files");
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
