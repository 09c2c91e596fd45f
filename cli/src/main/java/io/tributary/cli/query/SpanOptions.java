package io.tributary.cli.query;

import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import java.util.Optional;

/// The options that say when: none of them asks for now.
record SpanOptions(Arguments arguments) {
    private static final String TIME = "time";
    private static final String RANGE = "range";
    private static final String START = "start";
    private static final String END = "end";
    private static final String SINCE = "since";
    private static final String STEP = "step";

    /// Points that a span has where no step is given, at most.
    private static final long POINTS = 250;

    private static final long[] STEPS_SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400
    };

    static Syntax addTo(Syntax syntax) {
        return syntax.option(TIME, "TIME", "At one time: " + Moments.TIMES + ".")
                .option(RANGE, "FROM..TO", "From one time to another.")
                .option(START, "TIME", "From this time.")
                .option(END, "TIME", "To this time (default: now).")
                .option(SINCE, "DURATION", "From so long ago, such as 1h.")
                .option(
                        STEP,
                        "DURATION",
                        "From point to point of a span (default: at most 250 points).");
    }

    /// What they ask for.
    ///
    /// @throws UsageException if two of them exclude each other, or one is none
    Question question(String query, long nowMillis) throws UsageException {
        Moments moments = new Moments(nowMillis);
        int spans = count(RANGE) + count(SINCE) + count(START);
        if (count(TIME) + spans > 1) {
            throw new UsageException("give one of --time, --range, --start and --since");
        }
        if (spans > 0) {
            return span(query, moments);
        }
        if (count(END) + count(STEP) > 0) {
            throw new UsageException("--end and --step need --start or --since");
        }
        Optional<String> time = arguments.value(TIME);
        return new Question.Instant(
                query,
                time.isEmpty() ? Optional.empty() : Optional.of(moments.time(TIME, time.get())));
    }

    private Question span(String query, Moments moments) throws UsageException {
        long to = moments.nowMillis();
        Optional<String> end = arguments.value(END);
        if (end.isPresent()) {
            to = moments.time(END, end.get());
        }
        long from;
        if (arguments.has(RANGE)) {
            String range = arguments.value(RANGE).orElseThrow();
            int dots = range.indexOf("..");
            if (dots < 0 || end.isPresent()) {
                throw new UsageException("--range: found %s, expected FROM..TO".formatted(range));
            }
            from = moments.time(RANGE, range.substring(0, dots));
            to = moments.time(RANGE, range.substring(dots + 2));
        } else if (arguments.has(SINCE)) {
            from = to - Moments.duration(SINCE, arguments.value(SINCE).orElseThrow());
        } else {
            from = moments.time(START, arguments.value(START).orElseThrow());
        }
        if (to < from) {
            throw new UsageException("the span ends before it begins");
        }
        Optional<String> step = arguments.value(STEP);
        long width = step.isEmpty() ? defaultStep(to - from) : Moments.duration(STEP, step.get());
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

    private int count(String option) {
        return arguments.has(option) ? 1 : 0;
    }
}
