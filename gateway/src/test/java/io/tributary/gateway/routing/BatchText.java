package io.tributary.gateway.routing;

import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The text of a batch, as a decoder would leave it: label sections or symbols, and families.
final class BatchText {
    private final Dialect dialect;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<int[]> keys = new ArrayList<>();
    private final List<int[]> refs = new ArrayList<>();
    private final List<int[]> families = new ArrayList<>();
    private final Map<String, Integer> symbols = new LinkedHashMap<>();
    private final List<int[]> symbolRanges = new ArrayList<>();
    private final WriteBatch batch = new WriteBatch();

    BatchText(Dialect dialect) {
        this.dialect = dialect;
    }

    void add(Map<String, String> labels) {
        switch (dialect) {
            case REMOTE_WRITE_1 -> {
                int from = bytes.size();
                labels.forEach((name, value) -> {
                    ByteArrayOutputStream label = new ByteArrayOutputStream();
                    field(label, 0x0a, name);
                    field(label, 0x12, value);
                    bytes.write(0x0a);
                    bytes.write(label.size());
                    bytes.writeBytes(label.toByteArray());
                });
                keys.add(new int[] {from, bytes.size() - from});
            }
            case SYMBOLS -> {
                int[] own = new int[2 * labels.size()];
                int at = 0;
                for (Map.Entry<String, String> label : labels.entrySet()) {
                    own[at++] = symbol(label.getKey());
                    own[at++] = symbol(label.getValue());
                }
                refs.add(own);
            }
        }
    }

    void addFamily(String name) {
        int from = bytes.size();
        bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        families.add(new int[] {from, bytes.size() - from});
    }

    int seriesCount() {
        return dialect == Dialect.SYMBOLS ? refs.size() : keys.size();
    }

    /// The batch over all that was added.
    WriteBatch begin() {
        batch.reset(bytes.toByteArray());
        symbolRanges.forEach(range -> batch.symbols().add(range[0], range[1]));
        return batch;
    }

    /// Begins the series added so many before.
    void beginSeries(int number) {
        switch (dialect) {
            case REMOTE_WRITE_1 -> batch.beginSeries(keys.get(number)[0], keys.get(number)[1]);
            case SYMBOLS -> {
                int from = batch.symbols().refCount();
                for (int ref : refs.get(number)) {
                    batch.symbols().addRef(ref);
                }
                batch.beginSeries(from, refs.get(number).length);
            }
        }
    }

    void endFamilies() {
        for (int[] family : families) {
            batch.metadata().begin();
            batch.metadata().setFamily(family[0], family[1]);
        }
    }

    private int symbol(String text) {
        return symbols.computeIfAbsent(
                text,
                _ -> {
                    int from = bytes.size();
                    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                    symbolRanges.add(new int[] {from, bytes.size() - from});
                    return symbolRanges.size() - 1;
                });
    }

    private static void field(ByteArrayOutputStream into, int tag, String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        into.write(tag);
        into.write(text.length);
        into.writeBytes(text);
    }
}
