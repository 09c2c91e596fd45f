package io.tributary.format.otlp.name;

import java.util.Arrays;

/// Labels while they are put together: names once each, values as ranges of a request's bytes. A
/// label with an empty value is none, as if it were not here.
///
/// ```
/// label i :  name(i)  bytes[offset(i) .. offset(i) + length(i))  symbol(i)
/// ```
///
/// A name is found by its mark, so one set is made at a time; one that is made may be read while
/// another is being made. Reused; owned by one thread at a time.
public final class LabelSet {
    /// The value has no symbol yet.
    public static final int NO_SYMBOL = -1;

    private static final int START = 32;

    private Word[] names = new Word[START];
    private int[] offsets = new int[START];
    private int[] lengths = new int[START];
    private int[] symbols = new int[START];
    private int count;
    private long mark;

    /// Empties the set; it is the one being made from now on.
    ///
    /// @param of whose words its names are
    public void begin(LabelNames of) {
        count = 0;
        mark = of.nextMark();
    }

    /// Where a name stands; -1 if it does not.
    public int find(Word name) {
        return name.mark == mark ? name.place : -1;
    }

    /// Adds a label whose name is not here yet.
    public void add(Word name, int offset, int length) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            symbols = Arrays.copyOf(symbols, count * 2);
        }
        name.mark = mark;
        name.place = count;
        names[count] = name;
        count++;
        setValue(count - 1, offset, length);
    }

    /// Gives a name a value, in place of the one it has.
    public void set(Word name, int offset, int length) {
        int place = find(name);
        if (place < 0) {
            add(name, offset, length);
        } else {
            setValue(place, offset, length);
        }
    }

    /// Sets all labels of another set, those that have no value included: they take one away.
    public void setAll(LabelSet others) {
        for (int i = 0; i < others.count; i++) {
            set(others.names[i], others.offsets[i], others.lengths[i]);
            symbols[others.names[i].place] = others.symbols[i];
        }
    }

    /// Adds those labels of another set that have no value here.
    public void addMissing(LabelSet others) {
        for (int i = 0; i < others.count; i++) {
            int place = find(others.names[i]);
            if (place < 0 || lengths[place] == 0) {
                set(others.names[i], others.offsets[i], others.lengths[i]);
                symbols[others.names[i].place] = others.symbols[i];
            }
        }
    }

    /// Those without a value included.
    public int count() {
        return count;
    }

    public Word name(int place) {
        return names[place];
    }

    public int offset(int place) {
        return offsets[place];
    }

    /// Of the value, in bytes; 0 where there is no such label.
    public int length(int place) {
        return lengths[place];
    }

    public void setValue(int place, int offset, int length) {
        offsets[place] = offset;
        lengths[place] = length;
        symbols[place] = NO_SYMBOL;
    }

    /// The symbol of the value, or {@link #NO_SYMBOL}.
    public int symbol(int place) {
        return symbols[place];
    }

    public void setSymbol(int place, int symbol) {
        symbols[place] = symbol;
    }
}
