package io.tributary.format.otlp.rules;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/// What of a request was not translated: data points, counted by reason, and the first one in
/// words.
///
/// A native histogram that contradicts itself is not among them: it stands in the batch as invalid,
/// and the store counts it. Reused from request to request; owned by one thread at a time.
public final class OtlpRefusals {
    /// How much of a metric's name is shown, in bytes.
    private static final int SHOWN_MAX = 200;

    private final Map<OtlpRefusal, Long> counts = new EnumMap<>(OtlpRefusal.class);
    private long total;
    private String first = "";

    /// None are refused yet.
    public void clear() {
        counts.clear();
        total = 0;
        first = "";
    }

    /// Counts points of a metric, whose name is `bytes[offset .. offset + length)`.
    public void add(OtlpRefusal reason, long points, byte[] bytes, int offset, int length) {
        if (points == 0) {
            return;
        }
        counts.merge(reason, points, Long::sum);
        total += points;
        if (first.isEmpty()) {
            String name =
                    new String(bytes, offset, Math.min(length, SHOWN_MAX), StandardCharsets.UTF_8);
            first = "metric " + name + ": " + reason.text();
        }
    }

    /// Data points refused for this reason.
    public long count(OtlpRefusal reason) {
        return counts.getOrDefault(reason, 0L);
    }

    /// Data points refused.
    public long total() {
        return total;
    }

    /// What was wrong with the first one refused; empty if none was.
    public String first() {
        return first;
    }
}
