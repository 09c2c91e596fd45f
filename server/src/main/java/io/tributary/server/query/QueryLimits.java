package io.tributary.server.query;

import io.tributary.promql.EngineSettings;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.promql.QueryTerms;
import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What questions of a tenant may do; of several tenants together, what all of them allow.
///
/// @param bytesMax what one may hold in memory
/// @param ageMillis how old a sample may be to be seen; 0 for any
/// @param lengthMillis how long a range may be; 0 for any
/// @param seriesMax how many series one may select; 0 for any number
/// @param concurrentMax how many may be evaluated at once
/// @param blocked what is not answered
public record QueryLimits(
        QueryTerms terms,
        long bytesMax,
        long ageMillis,
        long lengthMillis,
        int seriesMax,
        int concurrentMax,
        List<BlockedQueries> blocked) {
    private static final Duration ANY = Duration.ZERO;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Setting<Duration> AGE =
            Setting.duration(
                    "limits.max_query_lookback",
                    ANY,
                    ANY,
                    LONGEST,
                    "How old a sample may be to be seen by queries; 0s: any age");

    private static final Setting<Duration> LENGTH =
            Setting.duration(
                    "limits.max_total_query_length",
                    ANY,
                    ANY,
                    LONGEST,
                    "How long the range of a query may be, from start to end; 0s: any length");

    private static final Setting<Integer> SERIES =
            Setting.integer(
                    "limits.max_fetched_series_per_query",
                    0,
                    0,
                    Integer.MAX_VALUE,
                    "Series that one query may select; 0: any number");

    public static final Settings SETTINGS = Settings.of(AGE, LENGTH, SERIES);

    public QueryLimits {
        blocked = List.copyOf(blocked);
    }

    /// Those of one tenant.
    ///
    /// @param engine read from the same configuration
    public static QueryLimits of(
            Config config, EngineSettings engine, int concurrentMax, BlockedQueries blocked) {
        return new QueryLimits(
                engine.terms(),
                engine.queryBytesMax(),
                config.value(AGE).toMillis(),
                config.value(LENGTH).toMillis(),
                config.value(SERIES),
                concurrentMax,
                List.of(blocked));
    }

    /// What both allow: of numbers the smaller, of switches those that are on in both.
    QueryLimits and(QueryLimits other) {
        List<BlockedQueries> both = new ArrayList<>(blocked);
        both.addAll(other.blocked);
        return new QueryLimits(
                and(terms, other.terms),
                Math.min(bytesMax, other.bytesMax),
                smaller(ageMillis, other.ageMillis),
                smaller(lengthMillis, other.lengthMillis),
                (int) smaller(seriesMax, other.seriesMax),
                Math.min(concurrentMax, other.concurrentMax),
                both);
    }

    /// The newest moment of which nothing is seen.
    long earliestMillis(long nowMillis) {
        return ageMillis == 0 ? Long.MIN_VALUE : nowMillis - ageMillis - 1;
    }

    /// Returns if the range is not too long.
    ///
    /// @throws QueryException if it is
    void checkLength(StepRange range) {
        long length = range.endMillis() - range.startMillis();
        if (lengthMillis > 0 && length > lengthMillis) {
            throw new QueryException(
                    QueryException.Kind.EXECUTION,
                    "the range of the query is %s long, at most %s are allowed (limits.max_total_query_length)"
                            .formatted(Duration.ofMillis(length), Duration.ofMillis(lengthMillis)));
        }
    }

    /// Returns if the query may be evaluated.
    ///
    /// @throws QueryException if it is blocked
    void checkBlocked(String query, QueryControl control) {
        blocked.forEach(patterns -> patterns.check(query, control));
    }

    private static QueryTerms and(QueryTerms one, QueryTerms other) {
        return new QueryTerms(
                Math.min(one.samplesMax(), other.samplesMax()),
                Math.min(one.timeoutMillis(), other.timeoutMillis()),
                and(one.semantics(), other.semantics()),
                and(one.syntax(), other.syntax()));
    }

    private static Semantics and(Semantics one, Semantics other) {
        return new Semantics(
                one.delayedNameRemoval() && other.delayedNameRemoval(),
                one.startTimestamps() && other.startTimestamps(),
                one.typeAndUnitLabels() && other.typeAndUnitLabels());
    }

    private static ParserOptions and(ParserOptions one, ParserOptions other) {
        return new ParserOptions(
                one.experimentalFunctions() && other.experimentalFunctions(),
                one.extendedRangeSelectors() && other.extendedRangeSelectors(),
                one.fillModifiers() && other.fillModifiers(),
                one.durationExpressions() && other.durationExpressions());
    }

    /// Where 0 is no limit.
    private static long smaller(long one, long other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }
}
