package io.tributary.tsdb.append;

import io.tributary.model.SampleBits;
import io.tributary.tsdb.record.histogram.HistogramSample;

/// What a slot holds: a float or a native histogram. Only where samples are compared one by one.
sealed interface Content {
    /// A float, by its bits.
    record FloatValue(long bits) implements Content {
        @Override
        public boolean isStale() {
            return bits == SampleBits.STALE_NAN;
        }
    }

    /// A native histogram.
    record Histogram(HistogramSample sample) implements Content {
        @Override
        public boolean isStale() {
            return sample.isStale();
        }
    }

    /// Whether the series ended here.
    boolean isStale();

    /// Whether both say the same: bit by bit, but a stale marker is a stale marker.
    static boolean isSame(Content left, Content right) {
        if (left.isStale() && right.isStale()) {
            return true;
        }
        return switch (left) {
            case FloatValue(long bits) -> right instanceof FloatValue other && other.bits == bits;
            case Histogram(HistogramSample sample) ->
                    right instanceof Histogram other && sample.isSame(other.sample);
        };
    }
}
