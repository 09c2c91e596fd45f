package io.tributary.format.otlp.point;

import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.series.SeriesWriter;
import io.tributary.model.text.GoFloat;
import java.util.Arrays;

/// Symbols of numbers as values of labels: bounds and quantiles, `0.5`, `10`, `+Inf`. The points of
/// a metric mostly have the same ones, so what stood at a place before is tried first. Reused;
/// owned by one thread at a time.
final class NumberSymbols {
    private static final int START = 32;

    private final Texts texts;
    private final SeriesWriter writer;
    private long[] bits = new long[START];
    private int[] symbols = new int[START];
    private int count;

    NumberSymbols(Texts texts, SeriesWriter writer) {
        this.texts = texts;
        this.writer = writer;
    }

    /// Before each request.
    void begin() {
        count = 0;
    }

    /// Sees to it that there are symbols for all of `numbers` and, behind them, for infinity.
    ///
    /// @return whether there is room for their text
    boolean set(Numbers numbers) {
        for (int i = 0; i < numbers.count(); i++) {
            if (!set(i, numbers.get(i))) {
                return false;
            }
        }
        return set(numbers.count(), Double.doubleToRawLongBits(Double.POSITIVE_INFINITY));
    }

    /// The symbol of the number at a place.
    int symbol(int place) {
        return symbols[place];
    }

    private boolean set(int place, long numberBits) {
        if (place < count && bits[place] == numberBits) {
            return true;
        }
        if (place == bits.length) {
            bits = Arrays.copyOf(bits, place * 2);
            symbols = Arrays.copyOf(symbols, place * 2);
        }
        int start = texts.end();
        texts.put(Double.longBitsToDouble(numberBits), GoFloat.Form.PLAIN);
        bits[place] = numberBits;
        symbols[place] = writer.symbol(start, texts.end() - start);
        count = Math.max(count, place + 1);
        return writer.takeText(texts.end() - start);
    }
}
