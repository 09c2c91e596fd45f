package io.tributary.model.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class RawHistogramTest {
    private static final long ONE = Double.doubleToRawLongBits(1);

    @Test
    void normalize_sameHistogramWrittenInOtherSpans_isTheSame() {
        Histogram minimal =
                normal(raw -> {
                    raw.setCount(Histogram.Kind.INTEGER, 6);
                    raw.positive().addSpan(-1, 2);
                    raw.positive().addSpan(2, 1);
                    delta(raw.positive(), 1, 1, 1);
                });
        Histogram wordy =
                normal(raw -> {
                    raw.setCount(Histogram.Kind.INTEGER, 6);
                    raw.positive().addSpan(-2, 0);
                    raw.positive().addSpan(0, 2);
                    raw.positive().addSpan(0, 3);
                    raw.positive().addSpan(0, 2);
                    delta(raw.positive(), 0, 1, 1, -2, 0, 3, -3);
                    raw.negative().addSpan(7, 2);
                    delta(raw.negative(), 0, 0);
                });

        assertThat(wordy).isEqualTo(minimal);
        assertThat(minimal)
                .hasToString(
                        "integers schema=0 threshold=0000000000000000 zero=0 count=6"
                                + " sum=0000000000000000 positive=-1:1,0:2,3:3");
    }

    @Test
    void normalize_negativeZeros_areZeros() {
        Histogram floats =
                normal(raw -> {
                    raw.setCount(Histogram.Kind.FLOAT, ONE);
                    raw.setZeroCount(Histogram.Kind.FLOAT, Long.MIN_VALUE);
                    raw.setZeroThreshold(Long.MIN_VALUE);
                    raw.positive().addSpan(0, 2);
                    raw.positive().addCount(Long.MIN_VALUE);
                    raw.positive().addCount(ONE);
                });

        assertThat(floats)
                .hasToString(
                        "floats schema=0 threshold=0000000000000000 zero=0000000000000000"
                                + " count=3ff0000000000000 sum=0000000000000000"
                                + " positive=1:3ff0000000000000");
    }

    @Test
    void normalize_staleMarker_isNothingElse() {
        Histogram stale =
                normal(raw -> {
                    raw.setSchema(3);
                    raw.setCount(Histogram.Kind.FLOAT, ONE);
                    raw.setSum(SampleBits.STALE_NAN);
                    raw.positive().addSpan(0, 1);
                    raw.positive().addCount(ONE);
                });

        assertThat(stale).isEqualTo(Histogram.STALE).hasToString("stale");
    }

    @Test
    void normalize_observationsOfNaN_mayBeInNoBucket() {
        fault(
                HistogramFault.NONE,
                raw -> {
                    raw.setCount(Histogram.Kind.INTEGER, 3);
                    raw.setSum(SampleBits.NORMAL_NAN);
                });
        fault(HistogramFault.COUNT_MISMATCH, raw -> raw.setCount(Histogram.Kind.INTEGER, 3));
        fault(
                HistogramFault.COUNT_TOO_SMALL,
                raw -> {
                    raw.setZeroCount(Histogram.Kind.INTEGER, 3);
                    raw.setSum(SampleBits.NORMAL_NAN);
                });
    }

    @Test
    void normalize_countsThatOverflow_doNotAddUp() {
        fault(
                HistogramFault.COUNT_MISMATCH,
                raw -> {
                    raw.setZeroCount(Histogram.Kind.INTEGER, -1);
                    raw.positive().addSpan(0, 1);
                    delta(raw.positive(), 1);
                });
        fault(
                HistogramFault.NEGATIVE_BUCKET,
                raw -> {
                    raw.positive().addSpan(0, 2);
                    delta(raw.positive(), Long.MAX_VALUE, 1);
                });
    }

    @Test
    void normalize_zeroCountOfAnotherKind_isNone() {
        fault(HistogramFault.NONE, raw -> raw.setZeroCount(Histogram.Kind.FLOAT, ONE));
    }

    @Test
    void normalize_contradictions_areNamed() {
        fault(HistogramFault.SCHEMA, raw -> raw.setSchema(9));
        fault(HistogramFault.SCHEMA, raw -> raw.setSchema(-5));
        fault(HistogramFault.SPANS_MISMATCH, raw -> raw.positive().addSpan(0, 1));
        fault(HistogramFault.SPANS_MISMATCH, raw -> raw.negative().addSpan(0, -1));
        fault(HistogramFault.SPANS_MISMATCH, raw -> delta(raw.negative(), 1));
        fault(
                HistogramFault.SPAN_OFFSET,
                raw -> {
                    raw.positive().addSpan(0, 1);
                    raw.positive().addSpan(-1, 1);
                    delta(raw.positive(), 1, 0);
                });
        fault(
                HistogramFault.BUCKET_INDEX,
                raw -> {
                    raw.positive().addSpan(Integer.MAX_VALUE, 2);
                    delta(raw.positive(), 1, 0);
                });
        fault(
                HistogramFault.NEGATIVE_BUCKET,
                raw -> {
                    raw.positive().addSpan(0, 2);
                    delta(raw.positive(), 1, -2);
                });
        fault(
                HistogramFault.NEGATIVE_BUCKET,
                raw -> {
                    raw.setCount(Histogram.Kind.FLOAT, 0);
                    raw.setZeroCount(Histogram.Kind.FLOAT, Double.doubleToRawLongBits(-1));
                });
        fault(
                HistogramFault.NEGATIVE_COUNT,
                raw -> raw.setCount(Histogram.Kind.FLOAT, Double.doubleToRawLongBits(-1)));
        fault(HistogramFault.BOUNDS_WITHOUT_SCHEMA, raw -> raw.addBound(ONE));
        fault(
                HistogramFault.TOO_LARGE,
                raw -> {
                    for (int i = 0; i <= Buckets.COUNT_MAX; i++) {
                        raw.positive().addDelta(0);
                    }
                });
        fault(
                HistogramFault.TOO_LARGE,
                raw -> {
                    for (int i = 0; i <= Buckets.COUNT_MAX; i++) {
                        raw.negative().addSpan(0, 0);
                    }
                });
    }

    @Test
    void normalize_contradictionsOfCustomBuckets_areNamed() {
        custom(HistogramFault.NONE, raw -> bounds(raw, -1, 2));
        custom(HistogramFault.BOUNDS_ORDER, raw -> bounds(raw, 2, 2));
        custom(HistogramFault.BOUND_NOT_FINITE, raw -> bounds(raw, 1, Double.POSITIVE_INFINITY));
        custom(HistogramFault.BOUND_NOT_FINITE, raw -> bounds(raw, Double.NaN));
        custom(HistogramFault.CUSTOM_ZERO_BUCKET, raw -> raw.setZeroThreshold(ONE));
        custom(
                HistogramFault.CUSTOM_ZERO_BUCKET,
                raw -> raw.setZeroCount(Histogram.Kind.INTEGER, 1));
        custom(HistogramFault.CUSTOM_NEGATIVE_BUCKETS, raw -> raw.negative().addSpan(0, 0));
        custom(HistogramFault.SPAN_OFFSET, raw -> raw.positive().addSpan(-1, 0));
        custom(
                HistogramFault.TOO_FEW_BOUNDS,
                raw -> {
                    bounds(raw, 1);
                    raw.positive().addSpan(2, 1);
                    delta(raw.positive(), 0);
                });
    }

    private static void custom(HistogramFault want, Consumer<RawHistogram> fill) {
        fault(
                want,
                raw -> {
                    raw.setSchema(Histogram.CUSTOM_BOUNDS);
                    fill.accept(raw);
                });
    }

    private static void fault(HistogramFault want, Consumer<RawHistogram> fill) {
        RawHistogram raw = new RawHistogram();
        raw.setSum(ONE);
        raw.clear();
        fill.accept(raw);
        assertThat(raw.normalize(new HistogramParts())).isEqualTo(want);
    }

    private static Histogram normal(Consumer<RawHistogram> fill) {
        RawHistogram raw = new RawHistogram();
        raw.clear();
        fill.accept(raw);
        HistogramParts parts = new HistogramParts();
        assertThat(raw.normalize(parts)).isEqualTo(HistogramFault.NONE);
        return Histogram.of(parts);
    }

    private static void delta(RawHistogram.Side side, long... deltas) {
        for (long delta : deltas) {
            side.addDelta(delta);
        }
    }

    private static void bounds(RawHistogram raw, double... bounds) {
        for (double bound : bounds) {
            raw.addBound(Double.doubleToRawLongBits(bound));
        }
    }
}
