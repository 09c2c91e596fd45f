package io.tributary.format.lines;

import io.tributary.model.Label;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Puts labels on all series of a batch whose series name symbols, in place of what the series say
/// of these. One with an empty value only takes the series' own away.
public final class ExtraLabels {
    private final WriteBatch batch;
    private final SymbolColumns symbols;
    private final byte[][] names;

    private ExtraLabels(WriteBatch batch, byte[][] names) {
        this.batch = batch;
        this.symbols = batch.symbols();
        this.names = names;
    }

    /// Puts them; the batch has an array of its own afterwards, a copy with their text behind.
    ///
    /// @param labels each name once
    public static void put(WriteBatch batch, List<Label> labels) {
        byte[][] names =
                labels.stream()
                        .map(label -> label.name().getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new);
        byte[][] values =
                labels.stream()
                        .map(label -> label.value().getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new);
        int[] refs = addText(batch, names, values);
        ExtraLabels extra = new ExtraLabels(batch, names);
        for (int series = 0; series < batch.seriesCount(); series++) {
            extra.put(series, refs);
        }
    }

    /// @return the refs that name them, in the order of labels: name, value, name, value …
    private static int[] addText(WriteBatch batch, byte[][] names, byte[][] values) {
        int more = 0;
        for (int i = 0; i < names.length; i++) {
            more += names[i].length + values[i].length;
        }
        byte[] before = batch.bytes();
        int at = before.length;
        byte[] bytes = Arrays.copyOf(before, at + more);
        int[] refs = new int[2 * names.length];
        int used = 0;
        for (int i = 0; i < names.length; i++) {
            for (byte[] text : new byte[][] {names[i], values[i]}) {
                System.arraycopy(text, 0, bytes, at, text.length);
                refs[used++] = batch.symbols().add(at, text.length);
                at += text.length;
            }
        }
        batch.moveTo(bytes);
        return refs;
    }

    /// Writes the labels of a series anew, behind all refs there are.
    private void put(int series, int[] extra) {
        int from = batch.keyOffset(series);
        int to = from + batch.keyLength(series);
        int key = symbols.refCount();
        for (int i = from; i + 1 < to; i += 2) {
            if (!isGiven(symbols.refs()[i])) {
                symbols.addRef(symbols.refs()[i]);
                symbols.addRef(symbols.refs()[i + 1]);
            }
        }
        for (int ref : extra) {
            symbols.addRef(ref);
        }
        batch.setKey(series, key, symbols.refCount() - key);
    }

    private boolean isGiven(int symbol) {
        int offset = symbols.offset(symbol);
        int length = symbols.length(symbol);
        for (byte[] name : names) {
            if (length == name.length
                    && Arrays.equals(
                            batch.bytes(), offset, offset + length, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }
}
