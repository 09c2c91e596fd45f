package io.tributary.format.jsonlines;

import io.tributary.format.json.JsonCursor;
import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.model.flow.WriteBatch;
import java.util.Arrays;

/// The samples of one line, whose parts come in arrays of their own, in any order. Reused; owned by
/// one thread at a time.
final class JsonSamples {
    /// Numbers that grow.
    private static final class Column {
        private long[] numbers = new long[64];
        private int count;

        private void add(long number) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, count * 2);
            }
            numbers[count++] = number;
        }
    }

    private final JsonCursor<LineException> in;
    private final JsonNumbers numbers;
    private final Column values = new Column();
    private final Column times = new Column();
    private final Column starts = new Column();

    /// Index and bits, one behind the other.
    private final Column nans = new Column();

    JsonSamples(JsonCursor<LineException> in) {
        this.in = in;
        this.numbers = new JsonNumbers(in);
    }

    void clear() {
        values.count = 0;
        times.count = 0;
        starts.count = 0;
        nans.count = 0;
    }

    void readValues() throws LineException {
        if (in.begin('[', ']')) {
            do {
                values.add(numbers.value());
            } while (in.more(']'));
        }
    }

    void readTimes() throws LineException {
        if (in.begin('[', ']')) {
            do {
                times.add(numbers.time());
            } while (in.more(']'));
        }
    }

    void readStarts() throws LineException {
        if (in.begin('[', ']')) {
            do {
                starts.add(numbers.time());
            } while (in.more(']'));
        }
    }

    void readNanBits() throws LineException {
        if (in.begin('[', ']')) {
            do {
                in.expect('[');
                nans.add(numbers.integer());
                in.expect(',');
                nans.add(numbers.nanBits());
                in.expect(']');
            } while (in.more(']'));
        }
    }

    int count() {
        return values.count;
    }

    /// Puts together what belongs together.
    void join(int position) throws LineException {
        if (times.count != values.count || (starts.count != 0 && starts.count != values.count)) {
            throw new LineException(
                    LineFault.SYNTAX, "values and timestamps are not as many", position);
        }
        for (int i = 0; i < nans.count; i += 2) {
            long index = nans.numbers[i];
            if (index < 0
                    || index >= values.count
                    || !Double.isNaN(Double.longBitsToDouble(values.numbers[(int) index]))) {
                throw new LineException(
                        LineFault.VALUE, "nanBits tells of a value that is not NaN", position);
            }
            values.numbers[(int) index] = nans.numbers[i + 1];
        }
    }

    /// Adds the samples, joined, to the series begun last.
    void addTo(WriteBatch into) {
        for (int i = 0; i < values.count; i++) {
            into.addSample(times.numbers[i], values.numbers[i]);
            if (starts.count != 0 && starts.numbers[i] != 0) {
                into.startLast(starts.numbers[i]);
            }
        }
    }
}
