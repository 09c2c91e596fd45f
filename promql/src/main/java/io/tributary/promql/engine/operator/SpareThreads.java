package io.tributary.promql.engine.operator;

/// The engine's threads as a query sees them: they may help, and nobody waits for one that does
/// not. Safe from any thread.
public interface SpareThreads {
    /// Nobody helps.
    SpareThreads NONE =
            new SpareThreads() {
                @Override
                public int most() {
                    return 0;
                }

                @Override
                public boolean offer(Runnable work) {
                    return false;
                }
            };

    /// How many can help one query at most.
    int most();

    /// Gives work to a thread that has nothing else to do.
    ///
    /// @return whether there is one; `false` means the work is not begun and never will be
    boolean offer(Runnable work);
}
