package io.tributary.tsdb.chunks;

import io.tributary.tsdb.chunks.file.ChunkEntry;
import io.tributary.tsdb.chunks.file.FileHeader;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.memory.LongSlabs;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A file that has no footer yet: an index of its chunks in memory, and pages of the entries that
/// are not durable.
///
/// ```text
/// index, by ordinal:  first time | last time | handle of the one before | offset (31), length (21), type (8)
/// file:               header | entries on the disk … durableEnd | pages … end
/// ```
///
/// Lives until the last version that knows it is closed, though the file may have its footer by
/// then; without pages. The lock of {@link WriteQueue} guards what changes; readers follow handles
/// that were published to them, and find an entry in a page, or else on the disk.
final class FillingFile {
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int BEFORE = 2;
    private static final int PLACE = 3;
    private static final int WORDS = 4;

    private static final int OFFSET_SHIFT = 29;
    private static final int LENGTH_SHIFT = 8;
    private static final int LENGTH_MASK = (1 << (OFFSET_SHIFT - LENGTH_SHIFT)) - 1;

    private static final int PAGE_BYTES_MIN = 4 << 10;
    private static final int PAGE_BYTES_MAX = 64 << 10;

    /// A stretch of the file in memory; entries lie in one piece. Bytes below `used` never change.
    private static final class Page {
        private final int from;
        private final byte[] bytes;
        private int used;

        Page(int from, int size) {
            this.from = from;
            this.bytes = new byte[size];
        }

        int end() {
            return from + used;
        }
    }

    private final ChunkFile file;
    private final long begunNanos;
    private final LongSlabs index = new LongSlabs(WORDS);
    private int count;
    private int end = FileHeader.BYTES;
    private volatile Page[] pages = {};
    private volatile int durableEnd;

    /// @param begunNanos monotonic
    FillingFile(ChunkFile file, long begunNanos) {
        this.file = file;
        this.begunNanos = begunNanos;
    }

    ChunkFile file() {
        return file;
    }

    long number() {
        return file.number();
    }

    long begunNanos() {
        return begunNanos;
    }

    /// Where the next entry will begin.
    int end() {
        return end;
    }

    /// How many chunks were added.
    int count() {
        return count;
    }

    /// Adds a chunk and answers its ordinal. Under the lock.
    ///
    /// @param batchBytes bytes that the batch it belongs to has already; 0: it begins one
    int add(
            SealedChunk chunk,
            long before,
            byte[] bytes,
            int offset,
            int length,
            int batchBytes,
            ChunkEntry entry) {
        Page page = page(ChunkEntry.bytesMax(length + chunk.startsLength), batchBytes);
        int size =
                entry.write(
                        chunk,
                        batchBytes == 0,
                        bytes,
                        offset,
                        length,
                        page.bytes,
                        page.used,
                        number(),
                        end);
        int ordinal = count;
        index.ensure(ordinal + 1);
        long[] slab = index.slab(ordinal);
        int base = index.base(ordinal);
        slab[base + FIRST] = chunk.firstMillis;
        slab[base + LAST] = chunk.lastMillis;
        slab[base + BEFORE] = before;
        slab[base + PLACE] =
                (long) end << OFFSET_SHIFT | (long) size << LENGTH_SHIFT | ChunkEntry.type(chunk);
        page.used += size;
        end += size;
        count++;
        return ordinal;
    }

    long firstMillis(int ordinal) {
        return index.word(ordinal, FIRST);
    }

    long lastMillis(int ordinal) {
        return index.word(ordinal, LAST);
    }

    long before(int ordinal) {
        return index.word(ordinal, BEFORE);
    }

    /// Adds what is known of a chunk.
    void describe(int ordinal, ChunkPlaces into) {
        long place = index.word(ordinal, PLACE);
        into.add(
                ChunkFile.in(number(), (int) (place >>> OFFSET_SHIFT)),
                (int) (place >>> LENGTH_SHIFT) & LENGTH_MASK,
                (int) place & 0xFF,
                firstMillis(ordinal),
                lastMillis(ordinal),
                ChunkPlaces.UNKNOWN);
    }

    /// Up to where the entries are on the disk, durable.
    int durableEnd() {
        return durableEnd;
    }

    /// Copies an entry that is in memory; false if it is on the disk.
    boolean copy(int offset, int length, ChunkBytes into) {
        Page[] all = pages;
        for (int i = all.length - 1; i >= 0 && offset >= durableEnd; i--) {
            if (all[i].from <= offset) {
                into.copy(all[i].bytes, offset - all[i].from, length);
                return true;
            }
        }
        return false;
    }

    /// Copies a batch, which is not durable yet, for the disk.
    void copy(int from, int to, ByteBuffer into) {
        Page[] all = pages;
        for (int i = 0; i < all.length; i++) {
            int begin = Math.max(from, all[i].from);
            int stop = i + 1 < all.length ? Math.min(to, all[i + 1].from) : to;
            if (begin < stop) {
                into.put(all[i].bytes, begin - all[i].from, stop - begin);
            }
        }
    }

    /// Takes note that all up to `to` is durable, and lets go of it. Under the lock.
    void durable(int to) {
        durableEnd = to;
        Page[] all = pages;
        int gone = 0;
        while (gone < all.length && all[gone].end() <= to) {
            gone++;
        }
        pages = Arrays.copyOfRange(all, gone, all.length);
    }

    /// Bytes of memory held.
    long sizeBytes() {
        long total = index.sizeBytes();
        for (Page page : pages) {
            total += page.bytes.length;
        }
        return total;
    }

    private Page page(int room, int batchBytes) {
        Page[] all = pages;
        if (all.length > 0) {
            Page last = all[all.length - 1];
            if (last.bytes.length - last.used >= room) {
                return last;
            }
        }
        int size = Math.max(room, Math.clamp(batchBytes, PAGE_BYTES_MIN, PAGE_BYTES_MAX));
        Page page = new Page(end, size);
        Page[] grown = Arrays.copyOf(all, all.length + 1);
        grown[all.length] = page;
        pages = grown;
        return page;
    }
}
