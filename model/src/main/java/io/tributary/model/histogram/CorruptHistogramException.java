package io.tributary.model.histogram;

import java.io.IOException;

/// Bytes that {@link HistogramBytes} cannot have written: the world's fault. Whoever knows file and
/// offset adds them.
public final class CorruptHistogramException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptHistogramException(String what, int offset) {
        super("corrupt histogram: " + what + " at byte " + offset);
    }
}
