package io.tributary.gateway.routing;

import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.SampleSink.Fates;
import io.tributary.model.flow.WriteBatch;

/// What of a write goes to one tenant. Reused; owned by one thread at a time.
final class PartBatch {
    /// What an empty one takes, in bytes, about.
    private static final int BYTES = 4_096;

    final WriteBatch batch = new WriteBatch();
    final Fates samples = new Fates();
    final Fates histograms = new Fates();
    private long bytesMost = BYTES;

    /// Numbers of symbols in this part, by their numbers in the write; shared by the parts of a
    /// write, one after the other.
    static final class Symbols {
        private int[] numbers = {};
        private int[] marks = {};
        private int mark;

        private void begin(int count) {
            if (numbers.length < count) {
                numbers = new int[Math.max(count, 2 * numbers.length)];
                marks = new int[numbers.length];
                mark = 0;
            }
            mark++;
        }

        private int number(SymbolColumns source, int symbol, SymbolColumns into) {
            if (marks[symbol] != mark) {
                marks[symbol] = mark;
                numbers[symbol] = into.add(source.offset(symbol), source.length(symbol));
            }
            return numbers[symbol];
        }
    }

    /// Empties it, and has it stand over the bytes of a write.
    void begin(WriteBatch source, Symbols symbols) {
        batch.reset(source.bytes());
        symbols.begin(source.symbols().count());
    }

    void addSeries(WriteBatch source, int series, Dialect dialect, Symbols symbols) {
        int key = source.keyOffset(series);
        int length = source.keyLength(series);
        switch (dialect) {
            case REMOTE_WRITE_1 -> batch.addSeries(source, series, key, length);
            case SYMBOLS -> {
                int[] refs = source.symbols().refs();
                int own = batch.symbols().refCount();
                for (int i = key; i < key + length; i++) {
                    batch.symbols()
                            .addRef(symbols.number(source.symbols(), refs[i], batch.symbols()));
                }
                batch.addSeries(source, series, own, length);
            }
        }
    }

    /// Adds an exemplar of the series added last.
    void addExemplar(ExemplarColumns source, int exemplar) {
        ExemplarColumns own = batch.exemplars();
        own.addLabel(source.bytes(), source.labelsOffset(exemplar), source.labelsLength(exemplar));
        own.end(batch.seriesCount() - 1, source.timeMillis(exemplar), source.valueBits(exemplar));
    }

    void addMetadata(MetadataColumns source, int entry) {
        MetadataColumns own = batch.metadata();
        own.begin();
        own.setType(source.type(entry));
        own.setFamily(source.familyOffset(entry), source.familyLength(entry));
        own.setHelp(source.helpOffset(entry), source.helpLength(entry));
        own.setUnit(source.unitOffset(entry), source.unitLength(entry));
    }

    /// What it has taken at most, in bytes, about.
    long bytesMost() {
        return bytesMost;
    }

    /// How much stands in a batch, whatever it is, but for references to symbols.
    static long rows(WriteBatch batch) {
        return (long) batch.seriesCount()
                + batch.valueCount()
                + batch.exemplarCount()
                + batch.metadataCount()
                + batch.symbols().count();
    }

    /// Ends it: nothing is known of its samples yet.
    void end() {
        long refs = batch.symbols().refCount();
        bytesMost =
                Math.max(
                        bytesMost,
                        BYTES + RoutedWrite.SAMPLE_BYTES * rows(batch) + Integer.BYTES * refs);
        samples.clear();
        histograms.clear();
    }
}
