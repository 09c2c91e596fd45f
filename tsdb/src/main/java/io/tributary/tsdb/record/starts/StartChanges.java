package io.tributary.tsdb.record.starts;

import io.tributary.tsdb.wal.RecordWriter;

/// Collects changes of starts, in the order of their places.
///
/// ```
/// changes, to the end: place − place before (varint, not 0; the first: place + 1)
///                    | start − start before (zigzag; the first: start)
/// ```
///
/// Places count from 0. A start is in milliseconds since 1970, and 0 where samples have none.
///
/// Bound: a change a sample. Reused.
public final class StartChanges {
    /// The most bytes for each sample, changed or not. A distance takes no more bytes than it is
    /// places long, so all of them together take one for each sample; a start takes nine.
    public static final int SAMPLE_BYTES_MAX = 1 + 9;

    /// The same where no sample has a start: all that changes is that there is none any more.
    private static final int NONE_BYTES_MAX = 1 + 1;

    /// Bits of a start, its sign included: more than two million years.
    public static final int START_BITS = 57;

    private static final int UNUSED_BITS = Long.SIZE - START_BITS;

    private final RecordWriter bytes = new RecordWriter();
    private int placeBefore = -1;
    private long startBefore;

    /// What is kept of a start that somebody sent: 0, which is none, where it is beyond {@link
    /// #START_BITS}.
    public static long kept(long startMillis) {
        return startMillis << UNUSED_BITS >> UNUSED_BITS == startMillis ? startMillis : 0;
    }

    /// The most bytes they take among so many samples.
    ///
    /// @param hasStarts whether any of these says since when it counts
    public static long bytesMax(int samples, boolean hasStarts) {
        return (long) samples * (hasStarts ? SAMPLE_BYTES_MAX : NONE_BYTES_MAX);
    }

    /// Forgets what was added.
    public void begin() {
        bytes.truncate(0);
        placeBefore = -1;
        startBefore = 0;
    }

    /// Adds a change.
    ///
    /// @param place behind that of the change before
    /// @param startMillis {@link #kept}
    public void add(int place, long startMillis) {
        bytes.varint(place - placeBefore);
        bytes.zigzag(startMillis - startBefore);
        placeBefore = place;
        startBefore = startMillis;
    }

    public int sizeBytes() {
        return bytes.position();
    }

    /// The changes are `array()[0 .. sizeBytes())`; another array after an {@link #add}.
    public byte[] array() {
        return bytes.array();
    }

    /// Writes them as a record of a type, unless nothing was added.
    public void writeTo(RecordWriter out, int type) {
        if (sizeBytes() == 0) {
            return;
        }
        int body = out.beginRecord(type);
        out.bytes(bytes);
        out.endRecord(body);
    }
}
