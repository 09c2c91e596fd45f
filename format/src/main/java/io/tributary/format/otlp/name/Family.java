package io.tributary.format.otlp.name;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a metric is called in series: the family, and the parts of one that is a histogram or a
/// summary. Owned by one thread at a time.
public final class Family {
    /// No name can be made.
    static final Family NONE = new Family(new byte[0], new byte[0]);

    private final Word name;
    private final Word sum;
    private final Word count;
    private final Word bucket;
    private final byte[] unit;
    private long toldIn;

    Family(byte[] name, byte[] unit) {
        this.name = new Word(name);
        this.unit = unit;
        sum = part(name, "_sum");
        count = part(name, "_count");
        bucket = part(name, "_bucket");
    }

    /// Whether a name could be made.
    public boolean hasName() {
        return name.text().length > 0;
    }

    public Word name() {
        return name;
    }

    public Word sum() {
        return sum;
    }

    public Word count() {
        return count;
    }

    public Word bucket() {
        return bucket;
    }

    /// As metadata has it; not to be changed.
    public byte[] unit() {
        return unit;
    }

    /// Whether this is asked for the first time with this number of a request.
    public boolean isFirstIn(long request) {
        boolean first = toldIn != request;
        toldIn = request;
        return first;
    }

    private static Word part(byte[] name, String suffix) {
        byte[] end = suffix.getBytes(StandardCharsets.US_ASCII);
        byte[] text = Arrays.copyOf(name, name.length + end.length);
        System.arraycopy(end, 0, text, name.length, end.length);
        return new Word(text);
    }
}
