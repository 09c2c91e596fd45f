package io.tributary.promql;

import java.util.function.LongSupplier;

/// How far one query has come. Moved on by the engine, looked at by whoever is curious; safe from
/// any thread.
final class Progress {
    private final LongSupplier nanoTime;
    private volatile Phase phase;

    private sealed interface Phase {
        record Waiting(long sinceNanos) implements Phase {}

        record Running(
                long waitedNanos,
                long sinceNanos,
                LongSupplier samplesRead,
                LongSupplier seriesRead)
                implements Phase {}

        record Ended(long waitedNanos, long evaluatedNanos, long samplesRead, long seriesRead)
                implements Phase {}
    }

    /// Of a query that waits from now on.
    Progress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.phase = new Phase.Waiting(nanoTime.getAsLong());
    }

    /// Its evaluation begins.
    ///
    /// @param samplesRead how many it has read; asked by any thread
    /// @param seriesRead likewise
    void begin(LongSupplier samplesRead, LongSupplier seriesRead) {
        if (phase instanceof Phase.Waiting(var since)) {
            long now = nanoTime.getAsLong();
            phase = new Phase.Running(now - since, now, samplesRead, seriesRead);
        }
    }

    /// Its evaluation is over, whatever came of it.
    void end() {
        if (phase instanceof Phase.Running(var waited, var since, var samples, var series)) {
            phase =
                    new Phase.Ended(
                            waited,
                            nanoTime.getAsLong() - since,
                            samples.getAsLong(),
                            series.getAsLong());
        }
    }

    QueryStatistics statistics(long peakBytes) {
        return switch (phase) {
            case Phase.Waiting(var since) ->
                    new QueryStatistics(0, 0, peakBytes, nanoTime.getAsLong() - since, 0);
            case Phase.Running(var waited, var since, var samples, var series) ->
                    new QueryStatistics(
                            samples.getAsLong(),
                            series.getAsLong(),
                            peakBytes,
                            waited,
                            nanoTime.getAsLong() - since);
            case Phase.Ended(var waited, var evaluated, var samples, var series) ->
                    new QueryStatistics(samples, series, peakBytes, waited, evaluated);
        };
    }
}
