package io.tributary.server.roundtrip;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.Histogram.Bucket;
import io.tributary.model.histogram.Histogram.Kind;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.text.GoFloat;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/// A row of the tables, as what becomes of series on this way.
///
/// @param cells words by column
record Kept(String way, Map<String, String> cells) {
    private static final String NONE = "–";

    /// How many samples of a series leave: a column of ways out.
    private static final String SAMPLES = "samples";

    private static final double OTLP_ZERO_THRESHOLD = 1e-128;

    Kept {
        cells = Map.copyOf(cells);
    }

    /// What is behind this way of what is before it. A series without samples is none.
    List<Series> of(List<Series> series) {
        return series.stream()
                .filter(each -> !word(each.column()).equals(NONE) || hasSamplesAnyway(each))
                .map(this::leaving)
                .map(this::of)
                .filter(each -> !each.samples().isEmpty())
                .flatMap(each ->
                        word(each.column()).equals("as classic") ? classic(each) : Stream.of(each))
                .toList();
    }

    /// Exemplars that are behind this way of those before it.
    List<Exemplar> exemplars(Series series) {
        if (word(Sent.EXEMPLARS).equals(NONE)) {
            return List.of();
        }
        return series.exemplars().stream()
                .map(each -> new Exemplar(each.labels(), each.timeMillis(), nan(each.valueBits())))
                .toList();
    }

    /// Where staleness, start times or exemplars get lost, all else is there.
    private static boolean hasSamplesAnyway(Series series) {
        return List.of(Sent.STALENESS, Sent.STARTS, Sent.EXEMPLARS).contains(series.column());
    }

    private Series of(Series series) {
        List<Sample> samples = new ArrayList<>();
        for (Sample sample : series.samples()) {
            if (sample.value().isStale() && word(Sent.STALENESS).equals(NONE)) {
                continue;
            }
            long start = word(Sent.STARTS).equals(NONE) ? 0 : sample.startMillis();
            samples.add(new Sample(sample.timeMillis(), of(series, sample.value()), start));
        }
        return new Series(series.column(), series.labels(), samples, exemplars(series));
    }

    private Value of(Series series, Value value) {
        return switch (value) {
            case Value.FloatBits(var bits) -> new Value.FloatBits(nan(bits));
            case Value.Distribution whole when whole.isStale() -> whole;
            case Value.Distribution(var histogram, var hint) ->
                    switch (word(series.column())) {
                        case "as floats", "as classic" ->
                                new Value.Distribution(floats(histogram), hint);
                        case "without zero threshold" ->
                                new Value.Distribution(
                                        copy(
                                                histogram,
                                                histogram.kind(),
                                                Double.doubleToRawLongBits(OTLP_ZERO_THRESHOLD),
                                                count -> count),
                                        hint);
                        case "as counts" -> new Value.Shown(Shown.of(histogram));
                        case "exact" ->
                                new Value.Distribution(
                                        copy(
                                                histogram,
                                                histogram.kind(),
                                                histogram.zeroThresholdBits(),
                                                count -> count),
                                        hint);
                        default -> throw unknown(series.column());
                    };
            case Value.Shown shown -> shown;
        };
    }

    private long nan(long bits) {
        boolean isNan = Double.isNaN(Double.longBitsToDouble(bits));
        if (!isNan || bits == SampleBits.STALE_NAN) {
            return bits;
        }
        return switch (word(Sent.NANS)) {
            case "exact" -> bits;
            case "one NaN" -> SampleBits.NORMAL_NAN;
            default -> throw unknown(Sent.NANS);
        };
    }

    private Histogram floats(Histogram of) {
        return copy(
                of,
                Kind.FLOAT,
                of.zeroThresholdBits(),
                count -> Double.doubleToRawLongBits(of.value(count)));
    }

    private Histogram copy(
            Histogram of, Kind kind, long zeroThresholdBits, LongFunction<Long> counts) {
        return new Histogram(
                kind,
                of.schema(),
                zeroThresholdBits,
                counts.apply(of.zeroCount()),
                counts.apply(of.count()),
                nan(of.sumBits()),
                copy(of.positive(), counts),
                copy(of.negative(), counts),
                of.boundBits());
    }

    private static List<Bucket> copy(List<Bucket> buckets, LongFunction<Long> counts) {
        return buckets.stream()
                .map(each -> new Bucket(each.index(), counts.apply(each.count())))
                .toList();
    }

    /// All samples, or the newest of any kind, or none.
    private Series leaving(Series series) {
        if (!cells.containsKey(SAMPLES)) {
            return series;
        }
        int count = series.samples().size();
        return switch (word(SAMPLES)) {
            case "all" -> series;
            case "newest" -> series.with(series.samples().subList(count - 1, count));
            case NONE -> series.with(List.of());
            default -> throw unknown(SAMPLES);
        };
    }

    /// A histogram of custom buckets as the series of a classic one.
    private static Stream<Series> classic(Series series) {
        Sample sample = series.samples().getFirst();
        if (!(sample.value() instanceof Value.Distribution(var histogram, var _))) {
            throw new AssertionError("no histogram: " + series);
        }
        List<Series> classic = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i <= histogram.boundBits().size(); i++) {
            int index = i;
            sum +=
                    histogram.positive().stream()
                            .filter(bucket -> bucket.index() == index)
                            .mapToDouble(bucket -> histogram.value(bucket.count()))
                            .sum();
            double bound =
                    i < histogram.boundBits().size()
                            ? Double.longBitsToDouble(histogram.boundBits().get(i))
                            : Double.POSITIVE_INFINITY;
            Labels labels =
                    series.labels().toBuilder()
                            .set("le", GoFloat.format(bound, GoFloat.Form.SAMPLE))
                            .build();
            classic.add(classic(series, labels, "_bucket", Double.doubleToRawLongBits(sum)));
        }
        classic.add(
                classic(
                        series,
                        series.labels(),
                        "_count",
                        Double.doubleToRawLongBits(histogram.countValue())));
        classic.add(classic(series, series.labels(), "_sum", histogram.sumBits()));
        return classic.stream();
    }

    private static Series classic(Series of, Labels labels, String suffix, long bits) {
        Sample sample = of.samples().getFirst();
        Labels named =
                labels.toBuilder().set("__name__", of.labels().metricName() + suffix).build();
        return new Series(
                of.column(),
                named,
                List.of(new Sample(sample.timeMillis(), new Value.FloatBits(bits), 0)),
                List.of());
    }

    private String word(String column) {
        String word = cells.get(column);
        if (word == null) {
            throw new AssertionError("no column " + column + " for " + way);
        }
        return word;
    }

    private AssertionError unknown(String column) {
        return new AssertionError(
                "the table says \"%s\" of %s and %s".formatted(word(column), way, column));
    }
}
