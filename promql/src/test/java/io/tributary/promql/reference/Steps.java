package io.tributary.promql.reference;

import java.util.List;
import java.util.stream.LongStream;

/// The times at which an expression is evaluated; none where `end` is before `start`.
///
/// @param step 1 where there is one time only
record Steps(long start, long end, long step) {
    boolean isEmpty() {
        return end < start;
    }

    /// Whether it could be an instant query: those are treated apart here and there.
    boolean isSingle() {
        return start == end;
    }

    Steps first() {
        return new Steps(start, start, step);
    }

    /// The last time, which `end` need not be.
    long last() {
        return start + (end - start) / step * step;
    }

    List<Long> times() {
        return LongStream.iterate(start, t -> t <= end, t -> t + step).boxed().toList();
    }
}
