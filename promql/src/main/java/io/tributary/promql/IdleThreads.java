package io.tributary.promql;

import io.tributary.promql.engine.operator.SpareThreads;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/// Those threads of the engine's pool that have nothing to do. Whether there is one is a guess from
/// counters that change meanwhile: where it was wrong, the work waits among the queries, and finds
/// itself done when its turn comes.
record IdleThreads(ThreadPoolExecutor pool) implements SpareThreads {
    @Override
    public int most() {
        return pool.getMaximumPoolSize() - 1;
    }

    @Override
    public boolean offer(Runnable work) {
        if (!pool.getQueue().isEmpty() || pool.getActiveCount() >= pool.getMaximumPoolSize()) {
            return false;
        }
        try {
            pool.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
