package io.tributary.cli.query;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say when: none of them asks for now.
final class SpanOptions {
    /// Points that a span has where no step is given, at most.
    private static final long POINTS = 250;

    private static final long[] STEPS_SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400
    };

    private static final String TIMES = "Unix seconds, RFC 3339, now, now-1h or -1h";

    @Option(names = "--time", paramLabel = "TIME", description = "At one time: " + TIMES + ".")
    private @Nullable String time;

    @Option(names = "--range", paramLabel = "FROM..TO", description = "From one time to another.")
    private @Nullable String range;

    @Option(names = "--start", paramLabel = "TIME", description = "From this time.")
    private @Nullable String start;

    @Option(names = "--end", paramLabel = "TIME", description = "To this time (default: now).")
    private @Nullable String end;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "From so long ago, such as 1h.")
    private @Nullable String since;

    @Option(
            names = "--step",
            paramLabel = "DURATION",
            description = "From point to point of a span (default: at most 250 points).")
    private @Nullable String step;

    /// The options do not make sense; the message says which.
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /// What they ask for.
    ///
    /// @throws UsageException if two of them exclude each other, or one is none
    Question question(String query, long nowMillis) throws UsageException {
        Moments moments = new Moments(nowMillis);
        int spans = count(range) + count(since) + count(start);
        if (count(time) + spans > 1) {
            throw new UsageException("give one of --time, --range, --start and --since");
        }
        if (spans == 0) {
            if (end != null || step != null) {
                throw new UsageException("--end and --step need --start or --since");
            }
            Optional<Long> at =
                    time == null ? Optional.empty() : Optional.of(time(moments, "--time", time));
            return new Question.Instant(query, at);
        }
        return span(query, moments);
    }

    private Question span(String query, Moments moments) throws UsageException {
        long from;
        long to = end == null ? moments.nowMillis() : time(moments, "--end", end);
        if (range != null) {
            int dots = range.indexOf("..");
            if (dots < 0 || end != null) {
                throw new UsageException("--range: found %s, expected FROM..TO".formatted(range));
            }
            from = time(moments, "--range", range.substring(0, dots));
            to = time(moments, "--range", range.substring(dots + 2));
        } else if (since != null) {
            from = to - duration("--since", since);
        } else {
            from = time(moments, "--start", start == null ? "" : start);
        }
        if (to < from) {
            throw new UsageException("the span ends before it begins");
        }
        long width = step == null ? defaultStep(to - from) : duration("--step", step);
        return new Question.Range(query, from, to, width);
    }

    private static long defaultStep(long spanMillis) {
        for (long seconds : STEPS_SECONDS) {
            if (spanMillis / (seconds * 1000) <= POINTS) {
                return seconds * 1000;
            }
        }
        return spanMillis / POINTS;
    }

    private static long time(Moments moments, String option, String text) throws UsageException {
        return moments.time(text)
                .orElseThrow(() ->
                        new UsageException(
                                "%s: found \"%s\", expected %s".formatted(option, text, TIMES)));
    }

    private static long duration(String option, String text) throws UsageException {
        return Moments.duration(text)
                .orElseThrow(() ->
                        new UsageException(
                                "%s: found \"%s\", expected a duration such as 15s or 1h30m"
                                        .formatted(option, text)));
    }

    private static int count(@Nullable String option) {
        return option == null ? 0 : 1;
    }
}
