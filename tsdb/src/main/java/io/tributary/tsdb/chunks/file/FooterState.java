package io.tributary.tsdb.chunks.file;

/// What reader and writer of a footer's block foretell of the next chunk.
///
/// A further chunk of a ref is foretold to begin where the one before ended, in time and place; the
/// first of another ref, to be like the first of the ref before: neighbours are sealed together.
final class FooterState {
    long ref;
    long first;
    long sequence;

    /// Where the next entry is foretold to begin.
    long end;

    /// Last time less first time.
    long span;

    int length;
    int type;
    int tenant;
    int count;

    private long refFirst;
    private long refSequence;
    private long refEnd;

    void reset() {
        ref = 0;
        first = 0;
        sequence = 0;
        end = 0;
        span = 0;
        length = 0;
        type = 0;
        tenant = 0;
        count = 0;
        refFirst = 0;
        refSequence = 0;
        refEnd = 0;
    }

    /// Foretells, given whether the next chunk is of the same ref.
    void toRef(boolean same) {
        if (same) {
            first += span;
            return;
        }
        first = refFirst;
        sequence = refSequence;
        end = refEnd;
    }

    /// Takes note of a chunk.
    void next(
            long newRef,
            long offset,
            int newLength,
            long newFirst,
            long newSpan,
            long newSequence) {
        end = offset + newLength;
        if (newRef != ref) {
            refFirst = newFirst;
            refSequence = newSequence;
            refEnd = end;
        }
        ref = newRef;
        first = newFirst;
        span = newSpan;
        length = newLength;
        sequence = newSequence;
    }
}
