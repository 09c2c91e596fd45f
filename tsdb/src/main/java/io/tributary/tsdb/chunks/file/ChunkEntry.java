package io.tributary.tsdb.chunks.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// One chunk as it stands in a file: what is said of it, then its bytes.
///
/// ```text
///  0  u32      checksum of what follows, with the entry's place
///  4  u24      length of the whole entry
///  7  u8       type: bits 0 to 2 encoding, 3 late, 4 ends stale, 5 begins a batch, 6 has starts
///  8  varints  ref, tenant, first time (zigzag), last − first, count, wal sequence, wal index
///     starts   if it has any: length (varint), changes
///     chunk    to the end
/// ```
///
/// Writes and reads; what was read stands here until the next read. Owned by one thread at a time.
public final class ChunkEntry {
    /// The longest chunk with its starts, in bytes.
    public static final int CHUNK_BYTES_MAX = (1 << 20) - 128;

    /// The longest entry.
    public static final int BYTES_MAX = 1 << 20;

    /// Bits of a type that are the chunk's own: all but that it begins a batch.
    static final int CHUNK_TYPE = 0x5F;

    private static final int FIXED_BYTES = 8;
    private static final int HEADER_BYTES_MAX = FIXED_BYTES + 7 * Varints.BYTES_MAX + 5;
    private static final int ENCODING = 0x07;
    private static final int LATE = 0x08;
    private static final int ENDS_STALE = 0x10;
    private static final int BEGINS_BATCH = 0x20;
    private static final int HAS_STARTS = 0x40;
    private static final int TYPES = 0x80;
    private static final int COUNT_MAX = 0xFFFF;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final PlacedChecksum checksum = new PlacedChecksum();
    private final Varints varints = new Varints();
    private final SealedChunk chunk = new SealedChunk();
    private int length;
    private int type;
    private int startsOffset;
    private int startsLength;
    private int chunkOffset;

    /// How much room an entry of a chunk needs at most.
    ///
    /// @param chunkBytes with its starts
    public static int bytesMax(int chunkBytes) {
        return HEADER_BYTES_MAX + chunkBytes;
    }

    /// Refuses what an entry cannot say.
    ///
    /// @throws IllegalArgumentException if it is so, which is a fault of ours
    public static void check(SealedChunk said, int chunkBytes) {
        if (said.ref < 0
                || said.tenant < 0
                || (said.lane & ~1) != 0
                || said.encoding < 1
                || said.encoding > 3
                || said.lastMillis < said.firstMillis
                || said.count < 1
                || said.count > COUNT_MAX
                || said.walSequence < 0
                || said.walIndex < 0
                || said.startsLength < 0
                || chunkBytes < 1
                || chunkBytes > CHUNK_BYTES_MAX - said.startsLength) {
            throw new IllegalArgumentException(
                    "BUG: chunk of ref %d, tenant %d, lane %d, encoding %d, %d to %d, %d samples, wal %d/%d, %d bytes, %d of starts"
                            .formatted(
                                    said.ref,
                                    said.tenant,
                                    said.lane,
                                    said.encoding,
                                    said.firstMillis,
                                    said.lastMillis,
                                    said.count,
                                    said.walSequence,
                                    said.walIndex,
                                    chunkBytes,
                                    said.startsLength));
        }
    }

    /// Writes an entry to `into` at `at`, where there is room for {@link #bytesMax}.
    ///
    /// @param said has passed {@link #check}
    /// @param beginsBatch whether everything before it in the file is durable before it is written
    /// @param number of the file
    /// @param place where in the file the entry will begin
    /// @return the entry's length
    public int write(
            SealedChunk said,
            boolean beginsBatch,
            byte[] bytes,
            int offset,
            int chunkBytes,
            byte[] into,
            int at,
            long number,
            long place) {
        int end = Varints.putUnsigned(into, at + FIXED_BYTES, said.ref);
        end = Varints.putUnsigned(into, end, said.tenant);
        end = Varints.putSigned(into, end, said.firstMillis);
        end = Varints.putUnsigned(into, end, said.lastMillis - said.firstMillis);
        end = Varints.putUnsigned(into, end, said.count);
        end = Varints.putUnsigned(into, end, said.walSequence);
        end = Varints.putUnsigned(into, end, said.walIndex);
        if (said.startsLength > 0) {
            end = Varints.putUnsigned(into, end, said.startsLength);
            System.arraycopy(said.starts, 0, into, end, said.startsLength);
            end += said.startsLength;
        }
        System.arraycopy(bytes, offset, into, end, chunkBytes);
        int total = end + chunkBytes - at;
        INT.set(into, at + 4, total | (type(said) | (beginsBatch ? BEGINS_BATCH : 0)) << 24);
        INT.set(into, at, checksum.of(into, at + 4, total - 4, number, place));
        return total;
    }

    /// Reads the entry at `at`, if a whole and proven one stands there before `limit`.
    ///
    /// @return whether there is one; if not, what is said here means nothing
    public boolean read(byte[] bytes, int at, int limit, long number, long place) {
        if (limit - at <= FIXED_BYTES) {
            return false;
        }
        int word = (int) INT.get(bytes, at + 4);
        length = word & 0xFFFFFF;
        type = word >>> 24;
        if (length <= FIXED_BYTES
                || length > BYTES_MAX
                || length > limit - at
                || (type & ENCODING) == 0
                || type >= TYPES
                || !readFields(bytes, at + FIXED_BYTES, at + length)) {
            return false;
        }
        return checksum.of(bytes, at + 4, length - 4, number, place) == (int) INT.get(bytes, at);
    }

    /// Reads the entry at `at`, which must be there.
    ///
    /// @param wantedLength the entry's length, all of it in `bytes`
    /// @param wantedType of its chunk
    public void require(
            byte[] bytes, int at, int wantedLength, int wantedType, long number, long place)
            throws CorruptChunkFileException {
        if (read(bytes, at, at + wantedLength, number, place)
                && length == wantedLength
                && type() == wantedType) {
            return;
        }
        throw new CorruptChunkFileException(
                "cannot read chunk of %d bytes, type 0x%02x: checksum 0x%08x, want 0x%08x"
                        .formatted(
                                wantedLength,
                                wantedType,
                                checksum.of(bytes, at + 4, wantedLength - 4, number, place),
                                (int) INT.get(bytes, at)),
                number,
                place);
    }

    /// What the entry says of its chunk; the same object each time.
    public SealedChunk chunk() {
        return chunk;
    }

    /// Length of the entry.
    public int length() {
        return length;
    }

    /// Lane, encoding, whether it ends stale and whether it has starts, in one byte.
    public int type() {
        return type & CHUNK_TYPE;
    }

    /// Whether everything before it in the file was durable before it was written.
    public boolean beginsBatch() {
        return (type & BEGINS_BATCH) != 0;
    }

    /// Where in the bytes read the chunk's starts begin.
    public int startsOffset() {
        return startsOffset;
    }

    /// How many bytes they are; 0 where no sample has one.
    public int startsLength() {
        return startsLength;
    }

    /// Where in the bytes read the chunk begins.
    public int chunkOffset() {
        return chunkOffset;
    }

    /// The type of a chunk: lane, encoding, whether it ends stale and whether it has starts.
    public static int type(SealedChunk chunk) {
        return chunk.encoding
                | (chunk.lane == SealedChunk.LATE ? LATE : 0)
                | (chunk.endsStale ? ENDS_STALE : 0)
                | (chunk.startsLength > 0 ? HAS_STARTS : 0);
    }

    public static int lane(int type) {
        return (type & LATE) == 0 ? SealedChunk.IN_ORDER : SealedChunk.LATE;
    }

    public static int encoding(int type) {
        return type & ENCODING;
    }

    public static boolean endsStale(int type) {
        return (type & ENDS_STALE) != 0;
    }

    private boolean readFields(byte[] bytes, int from, int to) {
        varints.reset(bytes, from, to);
        chunk.ref = varints.unsigned();
        chunk.tenant = varints.small();
        chunk.firstMillis = varints.signed();
        chunk.lastMillis = chunk.firstMillis + varints.unsigned();
        chunk.count = varints.small();
        chunk.walSequence = varints.unsigned();
        chunk.walIndex = varints.small();
        setType(chunk, type);
        boolean hasStarts = (type & HAS_STARTS) != 0;
        startsLength = hasStarts ? varints.small() : 0;
        startsOffset = varints.position();
        if (startsLength >= to - startsOffset || (hasStarts && startsLength == 0)) {
            return false;
        }
        chunkOffset = startsOffset + startsLength;
        return !varints.failed()
                && chunk.ref >= 0
                && chunk.walSequence >= 0
                && chunk.lastMillis >= chunk.firstMillis
                && chunk.count > 0
                && chunk.count <= COUNT_MAX
                && chunkOffset < to;
    }

    static void setType(SealedChunk chunk, int type) {
        chunk.lane = lane(type);
        chunk.encoding = encoding(type);
        chunk.endsStale = endsStale(type);
    }
}
