package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.ShortRanges;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.LabelSet;
import java.util.Arrays;

/// Symbols of the values of points' attributes. Most of them are those of the point before, at the
/// same place: then the symbol is the same, which the store has hashed already.
///
/// Reused; owned by one thread at a time. Hot path.
final class ValueSymbols {
    private static final int PLACES = 64;

    private final Texts texts;
    private final SeriesWriter writer;
    private final int[] offsets = new int[PLACES];
    private final int[] lengths = new int[PLACES];
    private final int[] symbols = new int[PLACES];

    ValueSymbols(Texts texts, SeriesWriter writer) {
        this.texts = texts;
        this.writer = writer;
    }

    /// Before each request.
    void begin() {
        Arrays.fill(lengths, 0);
    }

    /// Gives the values of a set symbols, as far as they are among the first places.
    void give(LabelSet labels) {
        byte[] bytes = texts.bytes();
        int count = Math.min(labels.count(), PLACES);
        for (int i = 0; i < count; i++) {
            int offset = labels.offset(i);
            int length = labels.length(i);
            if (length == 0) {
                continue;
            }
            if (length != lengths[i]
                    || !ShortRanges.areEqual(bytes, offset, bytes, offsets[i], length)) {
                offsets[i] = offset;
                lengths[i] = length;
                symbols[i] = writer.symbol(offset, length);
            }
            labels.setSymbol(i, symbols[i]);
        }
    }
}
