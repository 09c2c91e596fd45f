package io.tributary.runtime.lifecycle;

import java.util.ArrayList;
import java.util.List;

/// Takes note of exit codes, and plays the signal when told to.
public final class RecordingTerminator implements Terminator {
    private final List<Integer> codes = new ArrayList<>();
    private Runnable stop = () -> {};

    @Override
    public synchronized void onSignal(Runnable action) {
        stop = action;
    }

    @Override
    public synchronized void halt(int code) {
        codes.add(code);
    }

    /// As if SIGTERM had come, on the calling thread.
    public void signal() {
        Runnable action;
        synchronized (this) {
            action = stop;
        }
        action.run();
    }

    /// The exit codes asked for so far.
    public synchronized List<Integer> codes() {
        return List.copyOf(codes);
    }
}
