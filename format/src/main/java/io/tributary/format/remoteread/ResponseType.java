package io.tributary.format.remoteread;

import java.util.Optional;

/// The form of an answer.
public enum ResponseType {
    /// One message with all samples.
    SAMPLES,
    /// Frames of chunks.
    STREAMED_XOR_CHUNKS;

    /// By its number on the wire; empty for one that is not known.
    static Optional<ResponseType> ofNumber(int number) {
        return number >= 0 && number < values().length
                ? Optional.of(values()[number])
                : Optional.empty();
    }
}
