package io.tributary.promql;

import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.parser.ParserOptions;

/// What an engine is made with; defaults are Prometheus'.
///
/// @param lookbackMillis how old a sample may be to count as current; a query may override it
/// @param queryBytesMax what one query may hold in memory
/// @param samplesMax how many samples one query may read from its source
/// @param timeoutMillis how long one query may take, unless its control says less
/// @param threads size of the fixed pool on which all queries evaluate
/// @param subqueryStepMillis the step of a subquery that names none
/// @param semantics what answers mean
/// @param syntax what of the language is switched on beyond what is stable
public record EngineSettings(
        long lookbackMillis,
        long queryBytesMax,
        long samplesMax,
        long timeoutMillis,
        int threads,
        long subqueryStepMillis,
        Semantics semantics,
        ParserOptions syntax) {
    /// How many warnings, and how many infos, one answer carries; the rest are counted in a last
    /// line.
    public static final int ANNOTATIONS_MAX = 10;

    public EngineSettings {
        requirePositive(lookbackMillis, "lookbackMillis");
        requirePositive(queryBytesMax, "queryBytesMax");
        requirePositive(samplesMax, "samplesMax");
        requirePositive(timeoutMillis, "timeoutMillis");
        requirePositive(threads, "threads");
        requirePositive(subqueryStepMillis, "subqueryStepMillis");
    }

    /// Prometheus' defaults, on one thread less than the machine has.
    public static EngineSettings defaults() {
        return new EngineSettings(
                300_000,
                1L << 30,
                50_000_000,
                120_000,
                Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                60_000,
                Semantics.DEFAULTS,
                ParserOptions.DEFAULTS);
    }

    /// What a query may do that is given nothing else.
    public QueryTerms terms() {
        return new QueryTerms(samplesMax, timeoutMillis, semantics, syntax);
    }

    public EngineSettings withLookbackMillis(long lookback) {
        return new EngineSettings(
                lookback,
                queryBytesMax,
                samplesMax,
                timeoutMillis,
                threads,
                subqueryStepMillis,
                semantics,
                syntax);
    }

    public EngineSettings withLimits(long queryBytes, long samples, long timeout) {
        return new EngineSettings(
                lookbackMillis,
                queryBytes,
                samples,
                timeout,
                threads,
                subqueryStepMillis,
                semantics,
                syntax);
    }

    public EngineSettings withSemantics(Semantics other) {
        return new EngineSettings(
                lookbackMillis,
                queryBytesMax,
                samplesMax,
                timeoutMillis,
                threads,
                subqueryStepMillis,
                other,
                syntax);
    }

    public EngineSettings withSyntax(ParserOptions options) {
        return new EngineSettings(
                lookbackMillis,
                queryBytesMax,
                samplesMax,
                timeoutMillis,
                threads,
                subqueryStepMillis,
                semantics,
                options);
    }

    private static void requirePositive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be above 0, is " + value);
        }
    }
}
