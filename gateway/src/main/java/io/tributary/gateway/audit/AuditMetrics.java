package io.tributary.gateway.audit;

import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/// What the stream counts of itself. Safe from any thread.
final class AuditMetrics {
    /// Pairs of tenant and cluster told apart; those beyond are counted together.
    private static final int PAIRS_MAX = 10_000;

    private static final String OTHER = "other";

    private final Labeled<Counter> events;
    private final Labeled<Counter> conflicts;
    private final Labeled<Counter> dropped;
    private final Counter failures;
    private final Set<Pair> pairs = new HashSet<>();

    private record Pair(String tenant, String cluster) {}

    /// @param sizeBytes of all files
    AuditMetrics(Metrics metrics, LongSupplier sizeBytes) {
        events = metrics.counters("tributary_audit_events_total", "Events counted", "kind");
        conflicts =
                metrics.counters(
                        "tributary_conflicts_total",
                        "Samples refused because another value is stored at their time",
                        "tenant",
                        "cluster");
        dropped =
                metrics.counters(
                        "tributary_audit_examples_dropped_total",
                        "Events that were counted, but not written one by one",
                        "reason");
        failures =
                metrics.counter(
                        "tributary_audit_write_failures_total",
                        "Times that the audit stream could not be written");
        metrics.gaugeOf(
                "tributary_audit_size_bytes",
                "Bytes of the files of the audit stream",
                () -> (double) sizeBytes.getAsLong());
    }

    void counted(CountKey key, long amount) {
        events.of(key.kind().word()).add(amount);
        if (key.kind() == AuditEvent.Kind.CONFLICT) {
            String tenant = key.tenant().isPresent() ? key.tenant().get().name() : "";
            Pair pair = bounded(new Pair(tenant, key.cluster()));
            conflicts.of(pair.tenant(), pair.cluster()).add(amount);
        }
    }

    /// Examples were dropped.
    void dropped(Drop why, long count) {
        dropped.of(why.name()).add(count);
    }

    void failed() {
        failures.increment();
    }

    /// Why an example was dropped; the word is the metric's label.
    enum Drop {
        /// Of one credential there were too many in the minute.
        rate,
        /// More came than could be written.
        queue,
        /// They could not be written.
        disk
    }

    private synchronized Pair bounded(Pair pair) {
        if (pairs.contains(pair)) {
            return pair;
        }
        return pairs.size() < PAIRS_MAX && pairs.add(pair) ? pair : new Pair(OTHER, OTHER);
    }
}
