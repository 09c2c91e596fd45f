package io.tributary.format.otlp.name;

import java.nio.charset.StandardCharsets;

/// A text that series name again and again: a label's name, a metric's. It knows which symbol it is
/// in the request being read, and, of a label's name, where it stands in the label set being made.
///
/// Owned by one thread at a time.
public final class Word {
    /// What is no name: empty, or one that cannot be made.
    public static final Word NONE = new Word(new byte[0]);

    private final byte[] text;
    private long request;
    private int symbol;

    // Of the label set that is being made: LabelSet's.
    long mark;
    int place;

    Word(byte[] text) {
        this.text = text;
    }

    /// A word of its own, equal to no other.
    public static Word of(String text) {
        return new Word(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Its bytes, not to be changed.
    public byte[] text() {
        return text;
    }

    /// Whether there is nothing else in it.
    public boolean isUnderscores() {
        return LabelNamer.isUnderscores(text);
    }

    /// Whether it has a symbol in the request with this number.
    public boolean hasSymbol(long ofRequest) {
        return request == ofRequest;
    }

    /// Its symbol in the request that {@link #setSymbol} was told last.
    public int symbol() {
        return symbol;
    }

    /// Gives it its symbol in a request.
    ///
    /// @param ofRequest numbers from 1 on, each request another
    public void setSymbol(long ofRequest, int newSymbol) {
        request = ofRequest;
        symbol = newSymbol;
    }
}
