package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.Family;
import io.tributary.format.otlp.name.LabelSet;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.protobuf.TextRange;
import io.tributary.model.Label;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;

/// Writes series into a batch: labels as symbols, samples behind.
///
/// The labels of a series come in one order: attributes as they were sent, those of resource and
/// scope, the metric's name, `le` or `quantile`. Equal series of one sender have equal labels in
/// equal order, which is how the store knows them by their bytes.
///
/// A small request could be made into a large batch: a histogram of many buckets repeats all its
/// labels for each. So what is written is counted, and {@link #take} says no beyond {@link
/// #GROWTH_MAX} times the request, or {@link #GROWTH_BYTES_MAX}.
///
/// Reused; owned by one thread at a time. Hot path.
public final class SeriesWriter {
    /// Bytes written at most for each byte of the request, beside {@link #GROWTH_BYTES_MIN}. Half
    /// of it is what histograms of fifteen buckets take whose labels are all their resource's.
    static final int GROWTH_MAX = 32;

    static final long GROWTH_BYTES_MIN = 1 << 20;

    /// Bytes written at most, however large the request.
    static final long GROWTH_BYTES_MAX = 256 << 20;

    /// What a series of one sample costs beside its labels, and a label: columns, refs.
    private static final int SERIES_BYTES = 48;

    private static final int LABEL_BYTES = 8;

    /// A `long` for the time, one for the value and one for the start.
    private static final int SAMPLE_BYTES = 24;

    private static final int NO_POINT = 0;

    private final Texts texts;
    private final Word metricName = Word.of(Label.METRIC_NAME);
    private WriteBatch batch = new WriteBatch();
    private long request;
    private long left;
    private boolean delta;

    /// Those of this request are numbered from 1 on.
    private int points;

    private int point;

    SeriesWriter(Texts texts) {
        this.texts = texts;
    }

    /// Empties the batch for a request whose bytes the texts have begun with.
    void begin(WriteBatch into) {
        batch = into;
        batch.reset(texts.bytes());
        left = Math.min(GROWTH_BYTES_MIN + (long) GROWTH_MAX * texts.end(), GROWTH_BYTES_MAX);
        request++;
        delta = false;
        points = 0;
        point = NO_POINT;
    }

    /// Says that the series to come are of a data point of their own.
    void beginPoint() {
        point = ++points;
    }

    /// Says that the series to come are of no data point.
    void endPoint() {
        point = NO_POINT;
    }

    /// Says whether the samples of the series to come are deltas.
    public void setDelta(boolean newDelta) {
        delta = newDelta;
    }

    /// After all was written.
    void end() {
        batch.moveTo(texts.bytes());
    }

    /// Whether so many series with these labels may still be written; then they are counted.
    boolean take(long seriesCount, LabelSet labels) {
        return takeBytes(seriesCount * (SERIES_BYTES + (long) LABEL_BYTES * (labels.count() + 2)));
    }

    /// Whether a sample more of a series may be written; then it is counted.
    boolean takeSample() {
        return takeBytes(SAMPLE_BYTES);
    }

    /// Whether so much text may be made; then it is counted.
    public boolean takeText(int bytes) {
        return takeBytes(bytes);
    }

    public WriteBatch batch() {
        return batch;
    }

    /// The symbol of a word in this request.
    public int symbol(Word word) {
        if (!word.hasSymbol(request)) {
            word.setSymbol(request, symbol(word.text()));
        }
        return word.symbol();
    }

    /// A new symbol for a text that is appended.
    int symbol(byte[] text) {
        int offset = texts.end();
        texts.put(text);
        return symbol(offset, text.length);
    }

    public int symbol(int offset, int length) {
        return batch.symbols().add(offset, length);
    }

    /// Gives all values of a set symbols, so that those that copy its labels share them.
    void addSymbols(LabelSet labels) {
        for (int i = 0; i < labels.count(); i++) {
            if (labels.length(i) > 0) {
                symbolOfValue(labels, i);
            }
        }
    }

    /// Begins a series with these labels and the name.
    public void beginSeries(LabelSet labels, Word name) {
        int from = addRefs(labels, -1);
        endRefs(from, name);
    }

    /// Begins a series with these labels, the name, and a label in place of the one they may have.
    ///
    /// @param extra a name of labels, as the set's are
    public void beginSeries(LabelSet labels, Word name, Word extra, int extraValue) {
        int from = addRefs(labels, labels.find(extra));
        batch.symbols().addRef(symbol(extra));
        batch.symbols().addRef(extraValue);
        endRefs(from, name);
    }

    /// Adds a sample of a point to the series begun last, with its start where that is told.
    public void add(PointFrame point, long valueBits) {
        add(point.timeMillis(), valueBits);
        if (point.startMillis() != 0) {
            batch.startLast(point.startMillis());
        }
    }

    /// Adds a sample to the series begun last.
    void add(long timeMillis, long valueBits) {
        batch.addSample(timeMillis, valueBits);
    }

    /// Tells of a family, once a request.
    public void tell(Family family, int type, TextRange help) {
        if (!family.isFirstIn(request)) {
            return;
        }
        SymbolColumns symbols = batch.symbols();
        int name = symbol(family.name());
        MetadataColumns metadata = batch.metadata();
        metadata.begin();
        metadata.setType(type);
        metadata.setFamily(symbols.offset(name), symbols.length(name));
        metadata.setHelp(help.offset(), help.length());
        if (family.unit().length > 0) {
            metadata.setUnit(texts.end(), family.unit().length);
            texts.put(family.unit());
        }
    }

    /// Tells of a family whose name is no metric's.
    void tell(Word name, int type, String help) {
        int symbol = symbol(name);
        MetadataColumns metadata = batch.metadata();
        metadata.begin();
        metadata.setType(type);
        metadata.setFamily(batch.symbols().offset(symbol), batch.symbols().length(symbol));
        byte[] text = help.getBytes(StandardCharsets.UTF_8);
        metadata.setHelp(texts.end(), text.length);
        texts.put(text);
    }

    private int addRefs(LabelSet labels, int except) {
        SymbolColumns symbols = batch.symbols();
        int from = symbols.refCount();
        for (int i = 0; i < labels.count(); i++) {
            if (labels.length(i) > 0 && i != except) {
                symbols.addRef(symbol(labels.name(i)));
                symbols.addRef(symbolOfValue(labels, i));
            }
        }
        return from;
    }

    private int symbolOfValue(LabelSet labels, int place) {
        if (labels.symbol(place) == LabelSet.NO_SYMBOL) {
            labels.setSymbol(place, symbol(labels.offset(place), labels.length(place)));
        }
        return labels.symbol(place);
    }

    private void endRefs(int from, Word name) {
        SymbolColumns symbols = batch.symbols();
        symbols.addRef(symbol(metricName));
        symbols.addRef(symbol(name));
        batch.beginSeries(from, symbols.refCount() - from);
        batch.pointLast(point);
        if (delta) {
            batch.deltaLast();
        }
    }

    private boolean takeBytes(long bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }
}
