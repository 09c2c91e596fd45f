package io.tributary.format.jsonlines;

import io.tributary.format.json.JsonCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.RawHistogram;
import io.tributary.model.histogram.ResetHint;
import java.util.stream.Stream;

/// Reads the member `histograms`. Reused; owned by one thread at a time.
///
/// It is read twice: once for its form, so that a line is taken whole or not at all, and once into
/// the batch, when the series has been begun.
final class JsonHistograms {
    private static final byte[] TIMESTAMP = JsonCursor.word("timestamp");
    private static final byte[] START = JsonCursor.word("startTimestamp");
    private static final byte[] HINT = JsonCursor.word("resetHint");
    private static final byte[] STALE = JsonCursor.word("stale");
    private static final byte[] INTEGERS = JsonCursor.word("integers");
    private static final byte[] FLOATS = JsonCursor.word("floats");
    private static final byte[] SCHEMA = JsonCursor.word("schema");
    private static final byte[] ZERO_THRESHOLD = JsonCursor.word("zeroThreshold");
    private static final byte[] ZERO_COUNT = JsonCursor.word("zeroCount");
    private static final byte[] COUNT = JsonCursor.word("count");
    private static final byte[] SUM = JsonCursor.word("sum");
    private static final byte[] POSITIVE = JsonCursor.word("positive");
    private static final byte[] NEGATIVE = JsonCursor.word("negative");
    private static final byte[] BOUNDS = JsonCursor.word("bounds");

    private static final ResetHint[] HINTS = ResetHint.values();
    private static final byte[][] HINT_WORDS =
            Stream.of(HINTS)
                    .map(hint -> JsonCursor.word(JsonLineWriter.word(hint)))
                    .toArray(byte[][]::new);

    private final JsonCursor<LineException> in;
    private final JsonNumbers numbers;
    private final RawHistogram raw = new RawHistogram();
    private final HistogramParts parts = new HistogramParts();
    private long timeMillis;
    private long startMillis;
    private ResetHint hint = ResetHint.UNKNOWN;
    private boolean timed;
    private boolean stale;
    private boolean counted;

    JsonHistograms(JsonCursor<LineException> in) {
        this.in = in;
        this.numbers = new JsonNumbers(in);
    }

    /// Passes over the array.
    ///
    /// @return how many histograms it has
    int check() throws LineException {
        int count = 0;
        if (in.begin('[', ']')) {
            do {
                read();
                count++;
            } while (in.more(']'));
        }
        return count;
    }

    /// Adds the histograms of the array to the series begun last. One that contradicts itself is
    /// added as invalid.
    void add(WriteBatch into) throws LineException {
        if (in.begin('[', ']')) {
            do {
                read();
                addOne(into);
            } while (in.more(']'));
        }
    }

    private void addOne(WriteBatch into) {
        HistogramFault fault = HistogramFault.NONE;
        if (stale) {
            parts.setStale();
        } else {
            fault = raw.normalize(parts);
        }
        if (fault != HistogramFault.NONE) {
            into.addInvalidHistogram(timeMillis, fault);
            return;
        }
        into.addHistogram(timeMillis, hint, parts);
        if (startMillis != 0) {
            into.histograms().startLast(startMillis);
        }
    }

    private void read() throws LineException {
        int from = in.position();
        raw.clear();
        hint = ResetHint.UNKNOWN;
        startMillis = 0;
        timed = false;
        stale = false;
        counted = false;
        if (in.begin('{', '}')) {
            do {
                readMember();
            } while (in.more('}'));
        }
        if (!timed || stale == counted) {
            throw new LineException(
                    LineFault.SYNTAX,
                    "a histogram needs a timestamp, and one of integers, floats and stale",
                    from);
        }
    }

    private void readMember() throws LineException {
        in.name();
        if (in.is(TIMESTAMP)) {
            timeMillis = numbers.time();
            timed = true;
        } else if (in.is(START)) {
            startMillis = numbers.time();
        } else if (in.is(HINT)) {
            hint = readHint();
        } else if (in.is(STALE)) {
            stale = in.bool();
        } else if (in.is(INTEGERS)) {
            readParts(Histogram.Kind.INTEGER);
        } else if (in.is(FLOATS)) {
            readParts(Histogram.Kind.FLOAT);
        } else {
            in.skipValue();
        }
    }

    private ResetHint readHint() throws LineException {
        in.string();
        for (int i = 0; i < HINTS.length; i++) {
            if (in.is(HINT_WORDS[i])) {
                return HINTS[i];
            }
        }
        throw new LineException(LineFault.SYNTAX, "there is no such hint", in.from());
    }

    private void readParts(Histogram.Kind kind) throws LineException {
        if (counted) {
            throw in.wrong("a second histogram of one time");
        }
        counted = true;
        raw.setCount(kind, 0);
        if (in.begin('{', '}')) {
            do {
                readPart(kind);
            } while (in.more('}'));
        }
    }

    private void readPart(Histogram.Kind kind) throws LineException {
        in.name();
        if (in.is(SCHEMA)) {
            raw.setSchema(numbers.integer());
        } else if (in.is(ZERO_THRESHOLD)) {
            raw.setZeroThreshold(numbers.exactValue());
        } else if (in.is(ZERO_COUNT)) {
            raw.setZeroCount(kind, count(kind));
        } else if (in.is(COUNT)) {
            raw.setCount(kind, count(kind));
        } else if (in.is(SUM)) {
            raw.setSum(numbers.exactValue());
        } else if (in.is(POSITIVE)) {
            readBuckets(kind, raw.positive());
        } else if (in.is(NEGATIVE)) {
            readBuckets(kind, raw.negative());
        } else if (in.is(BOUNDS)) {
            if (in.begin('[', ']')) {
                do {
                    raw.addBound(numbers.exactValue());
                } while (in.more(']'));
            }
        } else {
            in.skipValue();
        }
    }

    /// Pairs of index and count; what does not ascend is told by `normalize`.
    private void readBuckets(Histogram.Kind kind, RawHistogram.Side side) throws LineException {
        if (!in.begin('[', ']')) {
            return;
        }
        long next = 0;
        long before = 0;
        do {
            in.expect('[');
            int index = numbers.integer();
            in.expect(',');
            long count = count(kind);
            in.expect(']');
            addBucket(index - next, side);
            if (kind == Histogram.Kind.FLOAT) {
                side.addCount(count);
            } else {
                side.addDelta(count - before);
            }
            next = index + 1L;
            before = count;
        } while (in.more(']'));
    }

    /// @param gap from behind the bucket before; may be more than a span can say
    private static void addBucket(long gap, RawHistogram.Side side) {
        long rest = Math.max(gap, Integer.MIN_VALUE);
        while (rest > Integer.MAX_VALUE) {
            side.addSpan(Integer.MAX_VALUE, 0);
            rest -= Integer.MAX_VALUE;
        }
        side.addSpan((int) rest, 1);
    }

    private long count(Histogram.Kind kind) throws LineException {
        return kind == Histogram.Kind.FLOAT ? numbers.exactValue() : numbers.unsigned();
    }
}
