package io.tributary.runtime.lifecycle;

/// How a process ends: the JVM's way, or a test's that only takes note.
public interface Terminator {
    /// Runs `stop` when the process is told to end (SIGTERM, SIGINT).
    void onSignal(Runnable stop);

    /// Ends the process at once with `code`; no hook, no `finally` runs. Does not return, except in
    /// tests.
    void halt(int code);

    /// The process we are in.
    static Terminator ofThisProcess() {
        return new Terminator() {
            @Override
            public void onSignal(Runnable stop) {
                // The JVM's own answer to a signal, so that no unsupported signal API is needed.
                Runtime.getRuntime()
                        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(stop));
            }

            @Override
            public void halt(int code) {
                Runtime.getRuntime().halt(code);
            }
        };
    }
}
