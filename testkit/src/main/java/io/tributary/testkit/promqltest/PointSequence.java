package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.SampleValue.NativeHistogram;
import io.tributary.testkit.promqltest.SampleValue.Real;
import io.tributary.testkit.promqltest.SampleValue.Written;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The points of one line: `1 2+3x2 _ _x3 stale {{…}}+{{…}}x5`, and of an `@st` line: `_
/// -30s-1mx2`. A gap is an empty value. `1x3` is four values, `_x3` three gaps.
final class PointSequence {
    /// Most points a line may expand to; the longest of upstream's has about 11,000.
    static final int POINTS_MAX = 1_000_000;

    private PointSequence() {}

    static List<Optional<Written>> values(TextCursor cursor) {
        List<Optional<Written>> values = new ArrayList<>();
        cursor.skipSpace();
        while (!cursor.atEnd()) {
            if (cursor.accept("_")) {
                values.addAll(gaps(cursor));
            } else if (cursor.accept("stale")) {
                values.add(Optional.of(new SampleValue.Stale()));
            } else if (cursor.peek() == '{') {
                histograms(cursor, values);
            } else {
                numbers(cursor, values);
            }
            endOfItem(cursor, values.size());
        }
        return values;
    }

    /// Offsets in milliseconds from each sample's time to its start time.
    static List<Optional<Long>> startOffsets(TextCursor cursor) {
        List<Optional<Long>> offsets = new ArrayList<>();
        cursor.skipSpace();
        while (!cursor.atEnd()) {
            if (cursor.accept("_")) {
                offsets.addAll(gaps(cursor));
            } else {
                offsets(cursor, offsets);
            }
            endOfItem(cursor, offsets.size());
        }
        return offsets;
    }

    private static <T> List<Optional<T>> gaps(TextCursor cursor) {
        return Collections.nCopies(cursor.accept("x") ? repetitions(cursor) : 1, Optional.empty());
    }

    private static void numbers(TextCursor cursor, List<Optional<Written>> values) {
        double value = cursor.number();
        double step = 0;
        boolean stepped = cursor.peek() == '+' || cursor.peek() == '-';
        if (stepped) {
            step = cursor.number();
        }
        int more = more(cursor, stepped);
        for (int i = 0; i <= more; i++) {
            values.add(Optional.of(new Real(value)));
            value = stepped ? value + step : value;
        }
    }

    private static void histograms(TextCursor cursor, List<Optional<Written>> values) {
        NativeHistogram base = HistogramLiteral.read(cursor);
        int sign = cursor.accept("+") ? 1 : cursor.accept("-") ? -1 : 0;
        if (sign == 0) {
            values.addAll(Collections.nCopies(more(cursor, false) + 1, Optional.of(base)));
            return;
        }
        NativeHistogram step = HistogramLiteral.read(cursor);
        int more = more(cursor, true);
        HistogramValue value = base.histogram();
        for (int i = 0; i <= more; i++) {
            values.add(Optional.of(new NativeHistogram(value, step.hintStated())));
            if (i < more) {
                value = HistogramArithmetic.combine(value, step.histogram(), sign);
            }
        }
    }

    private static void offsets(TextCursor cursor, List<Optional<Long>> offsets) {
        long offset = DurationText.readSigned(cursor);
        long step = 0;
        boolean stepped = cursor.peek() == '+' || cursor.peek() == '-';
        if (stepped) {
            step = DurationText.readSigned(cursor);
        }
        int more = more(cursor, stepped);
        for (int i = 0; i <= more; i++) {
            offsets.add(Optional.of(offset + i * step));
        }
    }

    private static int more(TextCursor cursor, boolean needed) {
        if (cursor.accept("x")) {
            return repetitions(cursor);
        }
        if (needed) {
            throw cursor.wrong("want x and a number of repetitions");
        }
        return 0;
    }

    private static int repetitions(TextCursor cursor) {
        long count = cursor.unsigned();
        if (count > POINTS_MAX) {
            throw cursor.wrong("at most " + POINTS_MAX + " points");
        }
        return (int) count;
    }

    private static void endOfItem(TextCursor cursor, int size) {
        if (size > POINTS_MAX) {
            throw cursor.wrong("at most " + POINTS_MAX + " points");
        }
        if (!cursor.atEnd() && !Character.isWhitespace(cursor.peek())) {
            throw cursor.wrong("want white space between points");
        }
        cursor.skipSpace();
    }
}
