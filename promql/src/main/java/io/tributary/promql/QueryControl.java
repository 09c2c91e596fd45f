package io.tributary.promql;

import io.tributary.model.flow.ReadBudget;
import io.tributary.promql.engine.replicas.ReplicaLabels;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// The reins of one query: how long, how much memory, of which series, and whether it is still
/// wanted. One for each query; safe from any thread.
public final class QueryControl {
    private final LongSupplier nanoTime;
    private final long deadlineNanos;
    private final ReadBudget budget;
    private final OptionalLong lookbackMillis;
    private final ReplicaLabels replicas;
    private final boolean countsSteps;
    private final Optional<QueryTerms> terms;
    private final Progress progress;

    private QueryControl(
            LongSupplier nanoTime,
            long deadlineNanos,
            ReadBudget budget,
            OptionalLong lookbackMillis,
            ReplicaLabels replicas,
            boolean countsSteps,
            Optional<QueryTerms> terms,
            Progress progress) {
        this.nanoTime = nanoTime;
        this.deadlineNanos = deadlineNanos;
        this.budget = budget;
        this.lookbackMillis = lookbackMillis;
        this.replicas = replicas;
        this.countsSteps = countsSteps;
        this.terms = terms;
        this.progress = progress;
    }

    /// A query that must end `timeoutMillis` from now.
    ///
    /// @param nanoTime a monotonic clock, in nanoseconds
    /// @param budget what it may hold; it has been cancelled where this has
    public static QueryControl startingNow(
            LongSupplier nanoTime, long timeoutMillis, ReadBudget budget) {
        long timeoutNanos = Math.min(timeoutMillis, Long.MAX_VALUE / 2_000_000) * 1_000_000;
        return new QueryControl(
                nanoTime,
                nanoTime.getAsLong() + timeoutNanos,
                budget,
                OptionalLong.empty(),
                ReplicaLabels.NONE,
                false,
                Optional.empty(),
                new Progress(nanoTime));
    }

    /// The same reins with a lookback of the query's own. Cancelling either cancels both.
    public QueryControl withLookbackMillis(long lookback) {
        if (lookback <= 0) {
            throw new IllegalArgumentException("lookback must be above 0, is " + lookback);
        }
        return new QueryControl(
                nanoTime,
                deadlineNanos,
                budget,
                OptionalLong.of(lookback),
                replicas,
                countsSteps,
                terms,
                progress);
    }

    /// The same reins, for series that are one without these labels. Cancelling either cancels
    /// both.
    public QueryControl withReplicas(ReplicaLabels labels) {
        return new QueryControl(
                nanoTime,
                deadlineNanos,
                budget,
                lookbackMillis,
                labels,
                countsSteps,
                terms,
                progress);
    }

    /// The same reins, and what each step takes is counted; likewise.
    public QueryControl countingSteps() {
        return new QueryControl(
                nanoTime, deadlineNanos, budget, lookbackMillis, replicas, true, terms, progress);
    }

    /// The same reins on other terms than the engine's; likewise.
    public QueryControl on(QueryTerms other) {
        return new QueryControl(
                nanoTime,
                deadlineNanos,
                budget,
                lookbackMillis,
                replicas,
                countsSteps,
                Optional.of(other),
                progress);
    }

    /// The same reins with `timeoutMillis` from now at most.
    QueryControl within(long timeoutMillis) {
        QueryControl fromNow = startingNow(nanoTime, timeoutMillis, budget);
        boolean sooner = fromNow.deadlineNanos - deadlineNanos < 0;
        return sooner
                ? new QueryControl(
                        nanoTime,
                        fromNow.deadlineNanos,
                        budget,
                        lookbackMillis,
                        replicas,
                        countsSteps,
                        terms,
                        progress)
                : this;
    }

    public ReadBudget budget() {
        return budget;
    }

    /// What the query has cost until now, however it ended.
    public QueryStatistics statistics() {
        return progress.statistics(budget.peakBytes());
    }

    /// Whoever reads the source without the engine waits no more, and reads from now on.
    ///
    /// @param samplesRead how many they have read; asked by any thread
    /// @param seriesRead likewise
    public void begin(LongSupplier samplesRead, LongSupplier seriesRead) {
        progress.begin(samplesRead, seriesRead);
    }

    /// They have read what they wanted, or gave up.
    public void end() {
        progress.end();
    }

    boolean countsSteps() {
        return countsSteps;
    }

    QueryTerms terms(QueryTerms otherwise) {
        return terms.orElse(otherwise);
    }

    Progress progress() {
        return progress;
    }

    ReplicaLabels replicas() {
        return replicas;
    }

    public long lookbackMillis(long otherwise) {
        return lookbackMillis.orElse(otherwise);
    }

    /// Nobody waits for the answer any more. Evaluation stops at the next series.
    public void cancel() {
        budget.cancel();
    }

    /// How long it may still take; 0 where its time is over.
    public long nanosLeft() {
        return Math.max(0, deadlineNanos - nanoTime.getAsLong());
    }

    /// Returns if the query may go on.
    ///
    /// @throws QueryException if it was cancelled or its time is over
    public void check() {
        if (budget.isCancelled()) {
            throw new QueryException(QueryException.Kind.CANCELED, "query was canceled");
        }
        if (nanoTime.getAsLong() - deadlineNanos > 0) {
            throw new QueryException(QueryException.Kind.TIMEOUT, "query timed out");
        }
    }
}
