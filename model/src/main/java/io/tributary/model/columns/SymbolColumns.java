package io.tributary.model.columns;

import java.util.Arrays;

/// Texts that the series of a write name by number: each is sent once, and hashed once.
///
/// ```
/// symbol i :  bytes[offset(i) .. offset(i) + length(i))      bytes are the batch's
/// ref k    :  a symbol's number; the labels of a series are a run of refs: name, value, name, value …
/// ```
///
/// A ref may name no symbol, and a run may be odd: that is the sender's fault, in that series alone
/// ({@link #fault}).
///
/// Reused from request to request: columns grow and are kept. Owned by one thread at a time.
public final class SymbolColumns {
    private static final int START = 64;

    private int[] offsets = new int[START];
    private int[] lengths = new int[START];
    private int[] refs = new int[START];
    private int count;
    private int refCount;

    public void clear() {
        count = 0;
        refCount = 0;
    }

    /// Adds a symbol.
    ///
    /// @return its number: 0, 1, 2 …
    public int add(int offset, int length) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        offsets[count] = offset;
        lengths[count] = length;
        return count++;
    }

    /// Adds a ref behind those there are.
    public void addRef(int symbol) {
        if (refCount == refs.length) {
            refs = Arrays.copyOf(refs, refCount * 2);
        }
        refs[refCount++] = symbol;
    }

    /// Makes room for more refs behind those there are, for a decoder that writes them into {@link
    /// #refs} itself, from {@link #refCount} on, and then says how many there are.
    public int[] room(int more) {
        if (more > refs.length - refCount) {
            refs = Arrays.copyOf(refs, Math.max(refs.length * 2, refCount + more));
        }
        return refs;
    }

    /// Takes what stands in the room.
    ///
    /// @param all how many refs there are now
    public void take(int all) {
        refCount = all;
    }

    /// How many symbols.
    public int count() {
        return count;
    }

    /// How many refs of all series.
    public int refCount() {
        return refCount;
    }

    /// The refs, by place; another array after an `addRef` or `room`.
    public int[] refs() {
        return refs;
    }

    public int offset(int symbol) {
        return offsets[symbol];
    }

    public int length(int symbol) {
        return lengths[symbol];
    }

    /// Whether a ref names a symbol.
    public boolean has(int symbol) {
        return symbol >= 0 && symbol < count;
    }

    /// What is wrong with the refs `[from .. from + length)` as labels; empty if nothing is.
    public String fault(int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (!has(refs[i])) {
                return "a label refers to symbol %s, and the request has %d"
                        .formatted(Integer.toUnsignedString(refs[i]), count);
            }
        }
        return length % 2 == 0 ? "" : length + " refs of labels: a name has no value";
    }
}
