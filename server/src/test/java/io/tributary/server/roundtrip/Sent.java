package io.tributary.server.roundtrip;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.Histogram.Bucket;
import io.tributary.model.histogram.Histogram.Kind;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.notes.Exemplar;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import java.util.ArrayList;
import java.util.List;

/// What is sent by each protocol: of each column of the tables the values that are most easily
/// lost.
///
/// Floats are sent as often as there are values, in turn beginning with another, so that each is
/// the newest of a series and each follows others in a chunk.
final class Sent {
    static final String NUMBERS = "numbers";
    static final String NANS = "NaN";
    static final String STALENESS = "staleness";
    static final String INTEGERS = "integer histograms";
    static final String FLOATS = "float histograms";
    static final String CUSTOM = "custom buckets";
    static final String STARTS = "start times";
    static final String NAMES = "any text";
    static final String LINE_FEEDS = "line feeds";
    static final String EXEMPLARS = "exemplars";

    private static final double SUBNORMAL_MAX = Double.MIN_NORMAL - Double.MIN_VALUE;
    private static final double[] NUMBER_VALUES = {
        0.0,
        -0.0,
        1,
        -1,
        0.1,
        1 / 3.0,
        Math.PI,
        1e-7,
        999_999.5,
        1e21,
        1e22,
        1.2345678901234567e19,
        9_007_199_254_740_992.0,
        -0x1p63,
        0x1p64,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        SUBNORMAL_MAX,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    /// The processor's own, with payloads, with a sign, and a signalling one beside the marker.
    private static final long[] NAN_VALUES = {
        bits(2),
        SampleBits.NORMAL_NAN,
        0x7ff8_0000_0000_0000L,
        0x7ff8_dead_beef_0001L,
        0xfff8_0000_0000_0000L,
        0x7ff0_0000_0000_0001L
    };

    private static final long[] STALE_VALUES = {
        bits(1), SampleBits.STALE_NAN, bits(2), SampleBits.STALE_NAN
    };

    private final long firstMillis;
    private final List<Series> all = new ArrayList<>();

    private Sent(long firstMillis) {
        this.firstMillis = firstMillis;
    }

    /// All of it, from this time on, a sample a second.
    static List<Series> from(long firstMillis) {
        Sent sent = new Sent(firstMillis);
        long[] numbers = new long[NUMBER_VALUES.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = bits(NUMBER_VALUES[i]);
        }
        sent.addInTurn(NUMBERS, "numbers", numbers);
        sent.addInTurn(NANS, "nans", NAN_VALUES);
        sent.addInTurn(STALENESS, "ended", STALE_VALUES);
        sent.addHistograms();
        sent.add(STARTS, Labels.of("__name__", "counted"), sent.started(), List.of());
        sent.add(
                NAMES,
                Labels.of("__name__", "größe.in °C", "zone é/ü", "a \\\"b\\\", c=d 🦜\t{}#"),
                List.of(sent.sample(0, bits(21.5))),
                List.of());
        sent.add(
                LINE_FEEDS,
                Labels.of("__name__", "lines", "text", "one\ntwo\\n"),
                List.of(sent.sample(0, bits(2))),
                List.of());
        sent.addExemplars();
        return List.copyOf(sent.all);
    }

    private void addInTurn(String column, String name, long[] values) {
        for (int turn = 0; turn < values.length; turn++) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                samples.add(sample(i, values[(turn + i) % values.length]));
            }
            add(column, Labels.of("__name__", name, "turn", "t" + turn), samples, List.of());
        }
    }

    private void addHistograms() {
        Histogram integers =
                new Histogram(
                        Kind.INTEGER,
                        3,
                        bits(0.001),
                        2,
                        14,
                        bits(-0.0),
                        List.of(new Bucket(-2, 1), new Bucket(0, 3), new Bucket(1, 2)),
                        List.of(new Bucket(4, 6)),
                        List.of());
        long huge = 9_007_199_254_740_993L;
        Histogram odd =
                new Histogram(
                        Kind.INTEGER,
                        -1,
                        bits(0.001),
                        0,
                        huge,
                        0x7ff8_dead_beef_0001L,
                        List.of(new Bucket(2, huge)),
                        List.of(),
                        List.of());
        Histogram floats =
                new Histogram(
                        Kind.FLOAT,
                        0,
                        bits(1e-128),
                        bits(0.25),
                        bits(2.75),
                        bits(1e300),
                        List.of(new Bucket(-1, bits(0.5)), new Bucket(7, bits(1.5))),
                        List.of(new Bucket(0, bits(0.5))),
                        List.of());
        Histogram custom =
                new Histogram(
                        Kind.INTEGER,
                        Histogram.CUSTOM_BOUNDS,
                        0,
                        0,
                        7,
                        bits(11.5),
                        List.of(new Bucket(0, 4), new Bucket(2, 3)),
                        List.of(),
                        List.of(bits(0.005), bits(2.5)));
        addHistograms(INTEGERS, "integers", ResetHint.UNKNOWN, integers, odd, Histogram.STALE);
        addHistograms(INTEGERS, "integers_last", ResetHint.UNKNOWN, Histogram.STALE, integers, odd);
        addHistograms(FLOATS, "floats", ResetHint.UNKNOWN, floats, floats, Histogram.STALE);
        addHistograms(FLOATS, "gauges", ResetHint.GAUGE, Histogram.STALE, floats);
        addHistograms(CUSTOM, "custom", ResetHint.UNKNOWN, custom, Histogram.STALE, custom);
    }

    private void addHistograms(String column, String name, ResetHint hint, Histogram... values) {
        List<Sample> samples = new ArrayList<>();
        for (Histogram value : values) {
            ResetHint own = value.isStale() ? ResetHint.UNKNOWN : hint;
            samples.add(new Sample(time(samples.size()), new Value.Distribution(value, own), 0));
        }
        add(column, Labels.of("__name__", name, "k", "v"), samples, List.of());
    }

    /// Counts since one moment, then since another, then since nobody says when.
    private List<Sample> started() {
        long[] starts = {firstMillis - 500, firstMillis - 500, firstMillis + 1_500, 0};
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            samples.add(new Sample(time(i), new Value.FloatBits(bits(10 - i)), starts[i]));
        }
        return samples;
    }

    private void addExemplars() {
        String trace = "0123456789abcdef0123456789abcdef";
        long[] values = {bits(0.5), bits(-0.0), 0x7ff8_dead_beef_0001L, bits(Double.MAX_VALUE)};
        List<Exemplar> exemplars = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Labels labels = Labels.of("trace_id", trace, "straße", "nach \"" + i + "\"");
            exemplars.add(new Exemplar(labels, time(i) - 7, values[i]));
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            samples.add(sample(i, bits(i)));
        }
        add(EXEMPLARS, Labels.of("__name__", "traced", "k", "v"), samples, exemplars);
    }

    private void add(String column, Labels labels, List<Sample> samples, List<Exemplar> exemplars) {
        all.add(new Series(column, labels, samples, exemplars));
    }

    private Sample sample(int index, long valueBits) {
        return new Sample(time(index), new Value.FloatBits(valueBits), 0);
    }

    private long time(int index) {
        return firstMillis + 1_000L * index + index;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
