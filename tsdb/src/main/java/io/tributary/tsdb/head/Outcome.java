package io.tributary.tsdb.head;

import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.WriteResult;
import java.util.EnumMap;
import java.util.Map;

/// Counts what became of the samples of one request. One a request; a refusal may allocate, an
/// accepted sample does not.
final class Outcome {
    private final Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
    private int written;
    private int repeated;
    private String firstRefusal = "";

    void written() {
        written++;
    }

    void repeated() {
        written++;
        repeated++;
    }

    /// Counts a refusal; answers whether it is the first, which is to be explained.
    boolean refused(Refusal reason, int samples) {
        boolean first = firstRefusal.isEmpty();
        refused.merge(reason, samples, Integer::sum);
        return first;
    }

    void explain(String why) {
        firstRefusal = why;
    }

    WriteResult.Accepted result(long position) {
        return new WriteResult.Accepted(written, repeated, refused, firstRefusal, position);
    }
}
