package io.tributary.cli.dump;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import java.util.Locale;

/// The parts of a native histogram as words, the same in both forms.
final class HistogramWords {
    private HistogramWords() {}

    static String kind(Histogram histogram) {
        return switch (histogram.kind()) {
            case INTEGER -> "integers";
            case FLOAT -> "floats";
        };
    }

    static String hint(ResetHint hint) {
        return hint.name().toLowerCase(Locale.ROOT);
    }

    /// A count of a histogram's kind.
    static String count(Histogram histogram, long count) {
        return switch (histogram.kind()) {
            case INTEGER -> Long.toUnsignedString(count);
            case FLOAT -> Value.word(count);
        };
    }
}
