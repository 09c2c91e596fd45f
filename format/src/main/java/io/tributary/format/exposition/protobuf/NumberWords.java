package io.tributary.format.exposition.protobuf;

import io.tributary.format.lines.SymbolText;
import io.tributary.model.text.GoFloat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Symbols of bounds and quantiles in their one form, `1.0` for 1, as text becomes them too. Most
/// metrics have those of the metric before, at the same places.
///
/// Reused; owned by one thread at a time.
final class NumberWords {
    /// Digits, sign, point and exponent of any `double`.
    static final int WORD_BYTES_MAX = 32;

    private static final int START = 32;

    private final SymbolText text;
    private long[] bits = new long[START];
    private int[] symbols = new int[START];
    private int count;

    NumberWords(SymbolText text) {
        this.text = text;
    }

    /// Before each request.
    void begin() {
        count = 0;
    }

    /// The symbol of the number at a place; places are asked for one behind the other.
    int symbol(int place, long numberBits) {
        if (place < count && bits[place] == numberBits) {
            return symbols[place];
        }
        if (place == bits.length) {
            bits = Arrays.copyOf(bits, place * 2);
            symbols = Arrays.copyOf(symbols, place * 2);
        }
        int from = text.length();
        text.put(word(Double.longBitsToDouble(numberBits)));
        bits[place] = numberBits;
        symbols[place] = text.symbol(from, text.length() - from);
        count = Math.max(count, place + 1);
        return symbols[place];
    }

    private static byte[] word(double number) {
        String word = GoFloat.general(number);
        boolean whole = word.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return (whole ? word + ".0" : word).getBytes(StandardCharsets.US_ASCII);
    }
}
