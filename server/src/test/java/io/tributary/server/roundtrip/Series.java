package io.tributary.server.roundtrip;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.notes.Exemplar;
import java.util.HexFormat;
import java.util.List;

/// A series as it is sent, or as it is expected back.
///
/// @param column of the tables: what this series is there to show
record Series(String column, Labels labels, List<Sample> samples, List<Exemplar> exemplars) {
    Series {
        samples = List.copyOf(samples);
        exemplars = List.copyOf(exemplars);
    }

    /// @param startMillis 0 where it is unknown
    record Sample(long timeMillis, Value value, long startMillis) {
        String text() {
            return value.text() + (startMillis == 0 ? "" : " since " + startMillis);
        }
    }

    /// What a sample says.
    sealed interface Value {
        /// A float.
        record FloatBits(long bits) implements Value {
            @Override
            public boolean isStale() {
                return bits == SampleBits.STALE_NAN;
            }

            @Override
            public String text() {
                return isStale() ? "stale" : HexFormat.of().toHexDigits(bits);
            }
        }

        /// A native histogram; of hints only that of gauges is of the sample itself.
        record Distribution(Histogram histogram, ResetHint hint) implements Value {
            @Override
            public boolean isStale() {
                return histogram.isStale();
            }

            @Override
            public String text() {
                boolean gauge = hint == ResetHint.GAUGE && !isStale();
                return histogram + (gauge ? " gauge" : "");
            }
        }

        /// A native histogram as a query shows it.
        record Shown(String text) implements Value {
            @Override
            public boolean isStale() {
                return false;
            }
        }

        boolean isStale();

        /// All of it, bit by bit; a staleness marker is the same whatever it ends.
        String text();
    }

    String name() {
        return labels.metricName();
    }

    /// `name, value, name, value …`.
    String[] pairs() {
        return labels.asList().stream()
                .flatMap(label -> List.of(label.name(), label.value()).stream())
                .toArray(String[]::new);
    }

    Series with(List<Sample> others) {
        return new Series(column, labels, others, exemplars);
    }
}
