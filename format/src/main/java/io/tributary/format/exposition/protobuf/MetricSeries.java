package io.tributary.format.exposition.protobuf;

import io.tributary.format.lines.SymbolText;
import io.tributary.format.protobuf.TextRange;
import io.tributary.model.Label;
import io.tributary.model.SampleBits;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The metric that is read, and how its series are written: its labels, one more perhaps, and a
/// name.
///
/// Names are symbols once a family, labels once a metric. Reused; owned by one thread at a time.
final class MetricSeries {
    private static final byte[] METRIC_NAME = ascii(Label.METRIC_NAME);
    private static final byte[] BOUND = ascii("le");
    private static final byte[] QUANTILE = ascii("quantile");

    private static final int START = 32;

    /// Refs of a series beside those of the metric's labels: a label more and the name.
    private static final int OTHER_REFS = 4;

    private static final long NAMES_MAX = 4;
    private static final int SUFFIX_BYTES_MAX = 7;

    /// A name of the family: it is made when it is asked for.
    private final class Name {
        private final byte[] suffix;
        private int symbol = -1;

        Name(String suffix) {
            this.suffix = ascii(suffix);
        }

        int symbol() {
            if (symbol < 0) {
                int from = text.length();
                text.put(text.bytes(), familyName.offset(), familyName.length());
                text.put(suffix);
                symbol = text.symbol(from, text.length() - from);
            }
            return symbol;
        }
    }

    private final SymbolText text;
    private final Name plain = new Name("");
    private final Name sum = new Name("_sum");
    private final Name count = new Name("_count");
    private final Name bucket = new Name("_bucket");
    private WriteBatch batch = new WriteBatch();
    private SymbolColumns symbols = batch.symbols();
    private int metricName;
    private int bound;
    private int quantile;
    private TextRange familyName = new TextRange();
    private int[] labels = new int[2 * START];
    private int refCount;
    private long timeMillis;
    private long startMillis;

    MetricSeries(SymbolText text) {
        this.text = text;
    }

    /// Before each request, which the text has begun with.
    void begin(WriteBatch into) {
        batch = into;
        symbols = into.symbols();
        metricName = symbol(METRIC_NAME);
        bound = symbol(BOUND);
        quantile = symbol(QUANTILE);
    }

    /// @param name good until the next family
    void beginFamily(TextRange name) {
        familyName = name;
        plain.symbol = -1;
        sum.symbol = -1;
        count.symbol = -1;
        bucket.symbol = -1;
    }

    /// A metric without labels.
    void beginMetric(long atMillis) {
        refCount = 0;
        timeMillis = atMillis;
        startMillis = 0;
    }

    void addLabel(LabelPair label) {
        if (refCount == labels.length) {
            labels = Arrays.copyOf(labels, 2 * refCount);
        }
        labels[refCount] = text.symbol(label.name().offset(), label.name().length());
        labels[refCount + 1] = text.symbol(label.value().offset(), label.value().length());
        refCount += 2;
    }

    void setTime(long millis) {
        timeMillis = millis;
    }

    long timeMillis() {
        return timeMillis;
    }

    /// @param millis since when its samples count; 0 where that is not told
    void setStart(long millis) {
        startMillis = millis;
    }

    long startMillis() {
        return startMillis;
    }

    /// Whether so many series of the metric may be written.
    boolean hasRoom(long seriesCount) {
        long names = NAMES_MAX * (familyName.length() + SUFFIX_BYTES_MAX);
        return text.hasRoomForRefs(seriesCount * (refCount + OTHER_REFS))
                && text.hasRoom(names + seriesCount * NumberWords.WORD_BYTES_MAX);
    }

    WriteBatch batch() {
        return batch;
    }

    /// Where the request's texts stand.
    byte[] bytes() {
        return text.bytes();
    }

    /// Begins the series with the family's own name.
    void begin() {
        beginSeries(plain, 0, -1);
    }

    void beginSum() {
        beginSeries(sum, 0, -1);
    }

    void beginCount() {
        beginSeries(count, 0, -1);
    }

    /// @param value the symbol of the bucket's upper bound
    void beginBucket(int value) {
        beginSeries(bucket, bound, value);
    }

    void beginQuantile(int value) {
        beginSeries(plain, quantile, value);
    }

    /// Adds the metric's sample to the series begun last.
    void add(long valueBits) {
        batch.addSample(timeMillis, valueBits);
        if (startMillis != 0) {
            batch.startLast(startMillis);
        }
    }

    /// Adds a count: that of floats, or that of whole numbers where the former is 0.
    void addCount(long wholeCount, double floatCount) {
        double value = floatCount == 0 ? SampleBits.ofUnsigned(wholeCount) : floatCount;
        add(Double.doubleToRawLongBits(value));
    }

    /// @param value -1 for no label more
    private void beginSeries(Name name, int label, int value) {
        int from = symbols.refCount();
        for (int i = 0; i < refCount; i++) {
            symbols.addRef(labels[i]);
        }
        if (value >= 0) {
            symbols.addRef(label);
            symbols.addRef(value);
        }
        symbols.addRef(metricName);
        symbols.addRef(name.symbol());
        batch.beginSeries(from, symbols.refCount() - from);
    }

    private int symbol(byte[] word) {
        int from = text.length();
        text.put(word);
        return text.symbol(from, text.length() - from);
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
