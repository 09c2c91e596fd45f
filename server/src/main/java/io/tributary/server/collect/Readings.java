package io.tributary.server.collect;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The samples of one target at one moment: value bits by series, each series once.
///
/// *Invariant*: at most {@link #SERIES_MAX}. Owned by one thread.
final class Readings {
    /// Most series of one target. A host of 256 cores and 100 network devices has some 5,000.
    static final int SERIES_MAX = 20_000;

    private static final String NAME = "__name__";

    private final Labels target;
    private final Map<Labels, Long> bits = new LinkedHashMap<>();

    /// Nothing yet.
    ///
    /// @param target the labels that every series of it has
    Readings(Labels target) {
        this.target = target;
    }

    /// Adds a sample, unless its series is here already.
    ///
    /// @param labels `name, value, name, value …`; an empty value is no label
    /// @throws IOException if there are too many series
    void add(String name, double value, String... labels) throws IOException {
        Labels.Builder series = target.toBuilder().set(NAME, name);
        for (int i = 0; i < labels.length; i += 2) {
            series.set(labels[i], labels[i + 1]);
        }
        if (bits.size() == SERIES_MAX) {
            throw new IOException("more than " + SERIES_MAX + " series");
        }
        bits.putIfAbsent(series.build(), bits(value));
    }

    Map<Labels, Long> bitsBySeries() {
        return Collections.unmodifiableMap(bits);
    }

    int size() {
        return bits.size();
    }

    private static long bits(double value) {
        return Double.isNaN(value) ? SampleBits.NORMAL_NAN : Double.doubleToRawLongBits(value);
    }
}
