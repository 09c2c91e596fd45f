package io.tributary.tsdb.rules;

import io.tributary.model.SampleBits;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.histogram.ResetHint;
import io.tributary.runtime.hash.Sha256;
import io.tributary.tsdb.record.histogram.HistogramSample;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// What a slot holds: a float or a native histogram. Only where samples are compared one by one.
public sealed interface Content {
    /// A float, by its bits.
    record FloatValue(long bits) implements Content {
        @Override
        public boolean isStale() {
            return bits == SampleBits.STALE_NAN;
        }

        @Override
        public WriteResult.Value told() {
            return new WriteResult.Value.FloatBits(bits);
        }

        @Override
        public Content afterReset() {
            return this;
        }
    }

    /// A native histogram.
    record Histogram(HistogramSample sample) implements Content {
        @Override
        public boolean isStale() {
            return sample.isStale();
        }

        @Override
        public WriteResult.Value told() {
            ByteBuffer digest = ByteBuffer.wrap(digest(sample));
            return new WriteResult.Value.HistogramDigest(digest.getLong(), digest.getLong());
        }

        @Override
        public Content afterReset() {
            return new Histogram(sample.withHint(ResetHint.RESET));
        }

        private static byte[] digest(HistogramSample sample) {
            MessageDigest digest = Sha256.begin();
            digest.update(sample.bytes(), sample.offset(), sample.length());
            return digest.digest();
        }
    }

    /// Whether the series ended here.
    boolean isStale();

    /// As it is told of.
    WriteResult.Value told();

    /// The same where it is known that what it counts began anew.
    Content afterReset();

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
