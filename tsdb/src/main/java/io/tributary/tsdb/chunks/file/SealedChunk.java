package io.tributary.tsdb.chunks.file;

/// What is said of a sealed chunk besides its bytes. A carrier that is filled again and again.
///
/// Owned by one thread at a time. Times are milliseconds since 1970.
public final class SealedChunk {
    /// The lane whose chunks follow one another in time.
    public static final int IN_ORDER = 0;

    /// The lane of samples that came behind their series' newest.
    public static final int LATE = 1;

    /// {@link #begunSegment} of a chunk that was read from a file.
    public static final long NO_SEGMENT = -1;

    /// Whose samples; 64 bits, not negative.
    public long ref;

    /// The number of the tenant the series belongs to; not negative.
    public int tenant;

    /// {@link #IN_ORDER} or {@link #LATE}.
    public int lane;

    /// Prometheus' number: 1 XOR, 2 histogram, 3 float histogram.
    public int encoding;

    /// Time of the first sample.
    public long firstMillis;

    /// Time of the last sample, not before the first.
    public long lastMillis;

    /// How many samples; 1 to 65,535.
    public int count;

    /// Whether the last sample is a stale marker.
    public boolean endsStale;

    /// Sequence number of the wal frame that holds the last sample; not negative.
    public long walSequence;

    /// The place of the last sample among those of this series' lane in that frame; not negative.
    public int walIndex;

    /// Since when its samples count: changes by their places in the chunk, as {@link
    /// io.tributary.tsdb.record.starts.StartChanges} writes them, the first {@link #startsLength}
    /// bytes. Good for an entry that is written, not for one that was read.
    public byte[] starts = {};

    /// 0 where no sample has a start.
    public int startsLength;

    /// Number of the wal segment that holds the first sample; {@link #NO_SEGMENT} where the chunk
    /// comes from a file, which does not keep it.
    public long begunSegment = NO_SEGMENT;
}
