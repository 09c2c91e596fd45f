package io.tributary.tsdb.lanes;

import static io.tributary.tsdb.lanes.SeriesTable.ACCUMULATOR;
import static io.tributary.tsdb.lanes.SeriesTable.BEFORE_UNSURE;
import static io.tributary.tsdb.lanes.SeriesTable.BLOCKS;
import static io.tributary.tsdb.lanes.SeriesTable.CHUNK_START;
import static io.tributary.tsdb.lanes.SeriesTable.CODER;
import static io.tributary.tsdb.lanes.SeriesTable.FRONTIER;
import static io.tributary.tsdb.lanes.SeriesTable.LAST_BITS;
import static io.tributary.tsdb.lanes.SeriesTable.SEALED;
import static io.tributary.tsdb.lanes.SeriesTable.STATE;

import io.tributary.model.SampleBits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The open chunk of each series, appended to bit by bit: Prometheus' XOR encoding (chunk encoding
/// 1, Gorilla; spec: `format/docs/chunks.md`) kept in the series' record and a chain of blocks.
///
/// The newest bits stand in the record's accumulator, from the top; a full accumulator becomes the
/// next long of the current block. So a sample like the one before adds two bits to one cache line.
/// Bits are exactly those of the sealed chunk, whose bytes are the longs, big-endian.
///
/// Writer only, but for {@link #copy}.
final class OpenChunks {
    /// A chunk of so many samples is full.
    static final int SAMPLES_MAX = 120;

    /// The first chunk of a series is full with so many at least.
    private static final int SAMPLES_MIN = 60;

    /// A chunk is sealed before it would be longer, in bytes.
    static final int BYTES_MAX = 1024;

    /// A chunk lies in one window of this length, in milliseconds.
    static final long WINDOW_MILLIS = 2 * 3_600_000L;

    /// The most bits one sample can take: two varints of ten bytes, or 68 + 78.
    private static final int SAMPLE_BITS_MAX = 160;

    /// What a sample takes that repeats value and distance of the one before.
    private static final int REPEAT_BITS = 2;

    private static final long ONE_REPEAT = (long) REPEAT_BITS << 24;
    private static final long ONE_SAMPLE = 1L << 16;

    private static final int LONGS_MAX = BYTES_MAX / 8;
    private static final int NO_LEADING = 0xFF;
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final SeriesTable table;
    private final BlockPool pool = new BlockPool();

    // The open chunk that is being appended to, unpacked from its record.
    private long accumulator;
    private int accumulatorBits;
    private int firstBlock;
    private int currentBlock;
    private int placesUsed;
    private int longs;
    private int leading;
    private int trailing;

    private boolean staggered = true;

    OpenChunks(SeriesTable table) {
        this.table = table;
    }

    /// See {@link Lanes#stagger}.
    void stagger(boolean on) {
        staggered = on;
    }

    /// Whether the sample must begin another chunk: the open one is full or of another window.
    ///
    /// @param hot the slab of the series' hot record
    /// @param cold that of its cold record
    /// @param base where both begin
    boolean mustSeal(long[] hot, long[] cold, int base, int slot, long timeMillis) {
        long state = hot[base + STATE];
        int count = SeriesTable.openCount(state);
        if (count == 0) {
            return false;
        }
        return SeriesTable.holdsHistograms(state)
                || (count >= SAMPLES_MIN && count >= samplesMax(cold[base + SEALED], slot))
                || (SeriesTable.blockLongs(state) + 1) * 64 + SAMPLE_BITS_MAX > BYTES_MAX * 8
                || isOtherWindow(cold[base + CHUNK_START], timeMillis);
    }

    /// Whether two times cannot be in one chunk.
    static boolean isOtherWindow(long startMillis, long timeMillis) {
        return Math.floorDiv(timeMillis, WINDOW_MILLIS)
                != Math.floorDiv(startMillis, WINDOW_MILLIS);
    }

    /// Appends a sample later than all before, and moves frontier and last value to it.
    ///
    /// Most samples are as far from the one before as that was, with the same value: two zero bits,
    /// which the accumulator has already.
    void append(long[] hot, long[] cold, int base, long timeMillis, long bits) {
        long state = hot[base + STATE];
        long coder = hot[base + CODER];
        int count = SeriesTable.openCount(state);
        if (count > 1
                && bits == hot[base + LAST_BITS]
                && timeMillis - hot[base + FRONTIER] == coder >> 32
                && accumulatorBits(coder) < 64 - REPEAT_BITS) {
            hot[base + FRONTIER] = timeMillis;
            hot[base + CODER] = coder + ONE_REPEAT;
            hot[base + STATE] = state + ONE_SAMPLE;
            return;
        }
        if (count == 0) {
            cold[base + CHUNK_START] = timeMillis;
        }
        encode(hot, base, count, timeMillis, bits);
    }

    private void encode(long[] hot, int base, int count, long timeMillis, long bits) {
        long state = hot[base + STATE];
        unpack(hot, base, state);
        int delta = deltaTo(hot[base + FRONTIER], timeMillis);
        if (count == 0) {
            leading = NO_LEADING;
            varint((timeMillis << 1) ^ (timeMillis >> 63));
            put(bits, 64);
        } else {
            if (count == 1) {
                varint(delta);
            } else {
                deltaOfDelta(delta - (int) (hot[base + CODER] >>> 32));
            }
            value(bits ^ hot[base + LAST_BITS]);
        }
        hot[base + FRONTIER] = timeMillis;
        hot[base + ACCUMULATOR] = accumulator;
        hot[base + BLOCKS] = ((long) firstBlock << 32) | (currentBlock & 0xFFFF_FFFFL);
        boolean unsure = count == 0 || hot[base + LAST_BITS] == SampleBits.STALE_NAN;
        hot[base + CODER] =
                ((long) delta << 32)
                        | (unsure ? BEFORE_UNSURE : 0)
                        | ((long) accumulatorBits << 24)
                        | (leading << 16)
                        | (trailing << 8)
                        | placesUsed;
        hot[base + LAST_BITS] = bits;
        hot[base + STATE] = (state & ~0xFF_FFFFL) | ((count + 1L) << 16) | longs;
    }

    /// Writes the open chunk as a sealed one (count, then bits) to `into`, which must hold {@link
    /// #BYTES_MAX} + 16, frees its blocks and empties it. Answers the length.
    int seal(int slot, byte[] into) {
        long[] slab = table.hot().slab(slot);
        int base = table.hot().base(slot);
        long state = slab[base + STATE];
        int count = SeriesTable.openCount(state);
        into[0] = (byte) (count >>> 8);
        into[1] = (byte) count;
        int length = 2 + copyBits(slab, base, state, into, 2);
        empty(slab, base, state);
        return length;
    }

    /// Empties the open chunk: its samples are gone.
    void drop(int slot) {
        long[] slab = table.hot().slab(slot);
        int base = table.hot().base(slot);
        empty(slab, base, slab[base + STATE]);
    }

    private void empty(long[] slab, int base, long state) {
        int longCount = SeriesTable.blockLongs(state);
        if (longCount > 0) {
            long blocks = slab[base + BLOCKS];
            int blockCount = (longCount + BlockPool.PAYLOAD - 1) / BlockPool.PAYLOAD;
            pool.free((int) (blocks >>> 32), (int) blocks, blockCount);
        }
        slab[base + BLOCKS] = -1L;
        slab[base + ACCUMULATOR] = 0;
        slab[base + CODER] &= 0xFFFF_FFFF_0000_0000L;
        slab[base + STATE] = state & ~0xFF_FFFFL;
    }

    /// The most bytes {@link #copy} writes.
    static int copyBytesMax() {
        return BYTES_MAX + 16;
    }

    /// Copies the open chunk's bits (no count before them) to `into` and answers their length in
    /// bytes. Any thread: what was copied is good only where the series' version did not change
    /// meanwhile; never fails on a torn chain.
    int copy(int slot, byte[] into, int offset) {
        long[] slab = table.hot().slab(slot);
        int base = table.hot().base(slot);
        return copyBits(slab, base, slab[base + STATE], into, offset);
    }

    /// Blocks of all open chunks.
    int blocksUsed() {
        return pool.used();
    }

    long sizeBytes() {
        return pool.sizeBytes();
    }

    /// The first chunk of each series is shorter by another length, so that a scrape's series do
    /// not all seal at once.
    private int samplesMax(long sealed, int slot) {
        boolean first = staggered && sealed == SeriesTable.NO_CHUNK;
        return first ? SAMPLES_MAX - (slot * 7) % (SAMPLES_MAX - SAMPLES_MIN) : SAMPLES_MAX;
    }

    private static int accumulatorBits(long coder) {
        return (int) (coder >>> 24) & 0x7F;
    }

    /// Samples of one chunk are hours apart at most; before the first it is only told, not encoded.
    static int deltaTo(long frontier, long timeMillis) {
        return frontier == SeriesTable.NO_TIME
                ? 0
                : (int) Math.min(timeMillis - frontier, Integer.MAX_VALUE);
    }

    private void unpack(long[] slab, int base, long state) {
        long blocks = slab[base + BLOCKS];
        long coder = slab[base + CODER];
        accumulator = slab[base + ACCUMULATOR];
        accumulatorBits = accumulatorBits(coder);
        leading = (int) (coder >>> 16) & 0xFF;
        trailing = (int) (coder >>> 8) & 0xFF;
        placesUsed = (int) coder & 0xFF;
        firstBlock = (int) (blocks >>> 32);
        currentBlock = (int) blocks;
        longs = SeriesTable.blockLongs(state);
    }

    private void deltaOfDelta(int difference) {
        if (difference == 0) {
            put(0, 1);
        } else if (fits(difference, 14)) {
            put(0b10, 2);
            put(difference & 0x3FFF, 14);
        } else if (fits(difference, 17)) {
            put(0b110, 3);
            put(difference & 0x1_FFFF, 17);
        } else if (fits(difference, 20)) {
            put(0b1110, 4);
            put(difference & 0xF_FFFF, 20);
        } else {
            put(0b1111, 4);
            put(difference, 64);
        }
    }

    /// Upstream's ranges lie one to the right of two's complement: −2^(n−1)+1 to 2^(n−1).
    private static boolean fits(int difference, int bits) {
        return difference >= 1 - (1 << (bits - 1)) && difference <= 1 << (bits - 1);
    }

    private void value(long difference) {
        if (difference == 0) {
            put(0, 1);
            return;
        }
        int newLeading = Math.min(Long.numberOfLeadingZeros(difference), 31);
        int newTrailing = Long.numberOfTrailingZeros(difference);
        if (leading != NO_LEADING && newLeading >= leading && newTrailing >= trailing) {
            put(0b10, 2);
            put(difference >>> trailing, 64 - leading - trailing);
            return;
        }
        leading = newLeading;
        trailing = newTrailing;
        int significant = 64 - newLeading - newTrailing;
        put((0b11L << 11) | ((long) newLeading << 6) | (significant & 63), 13);
        put(difference >>> newTrailing, significant);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((rest & 0x7F) | 0x80, 8);
            rest >>>= 7;
        }
        put(rest, 8);
    }

    /// Appends the lowest `count` bits (1 to 64) of a value whose other bits are 0.
    private void put(long value, int count) {
        int room = 64 - accumulatorBits;
        if (count < room) {
            accumulator |= value << (room - count);
            accumulatorBits += count;
            return;
        }
        int rest = count - room;
        spill(accumulator | (value >>> rest));
        accumulator = rest == 0 ? 0 : value << (64 - rest);
        accumulatorBits = rest;
    }

    private void spill(long full) {
        if (currentBlock == BlockPool.NONE || placesUsed == BlockPool.PAYLOAD) {
            int block = pool.take();
            if (currentBlock == BlockPool.NONE) {
                firstBlock = block;
            } else {
                pool.link(currentBlock, block);
            }
            currentBlock = block;
            placesUsed = 0;
        }
        pool.set(currentBlock, placesUsed++, full);
        longs++;
    }

    private int copyBits(long[] slab, int base, long state, byte[] into, int offset) {
        int longCount = Math.min(SeriesTable.blockLongs(state), LONGS_MAX);
        int block = (int) (slab[base + BLOCKS] >>> 32);
        int at = offset;
        for (int i = 0; i < longCount; i++) {
            if (!pool.isBlock(block)) {
                return at - offset;
            }
            BIG_ENDIAN.set(into, at, pool.payload(block, i % BlockPool.PAYLOAD));
            at += 8;
            if (i % BlockPool.PAYLOAD == BlockPool.PAYLOAD - 1) {
                block = pool.next(block);
            }
        }
        BIG_ENDIAN.set(into, at, slab[base + ACCUMULATOR]);
        int bits = accumulatorBits(slab[base + CODER]);
        return at - offset + (bits + 7) / 8;
    }
}
