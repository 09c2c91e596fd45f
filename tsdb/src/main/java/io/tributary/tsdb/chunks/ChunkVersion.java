package io.tributary.tsdb.chunks;

import io.tributary.runtime.disk.DiskFile;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;
import io.tributary.tsdb.chunks.file.FooterCursor;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.memory.IntList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The files of a store as of one moment: what stands in them can be found and read, whatever is
/// closed or removed meanwhile, until this is closed.
///
/// Any thread, several at a time; closed by its user, after all of them are done.
///
/// Take the version *before* the handles: then a handle is either in a file that was open, and
/// followed exactly, or in one that was closed already, to which nothing was added since. Where
/// {@link #covers} says no, a newer version is to be taken and the handles copied again.
public final class ChunkVersion implements AutoCloseable {
    /// What is read along to join two neighbours.
    private static final int GAP_BYTES_MAX = 16 << 10;

    /// What is read at once.
    private static final int READ_BYTES_MAX = 1 << 20;

    /// Is told of chunks that are not what was written, whoever reads them and whatever becomes of
    /// that.
    @FunctionalInterface
    public interface UnreadableChunks {
        /// A chunk cannot be read. Called by any thread, again at each attempt; neither does I/O
        /// nor waits.
        ///
        /// @param places good during the call
        /// @param index of the chunk in it
        void chunk(ChunkPlaces places, int index, CorruptChunkFileException reason);
    }

    private final FileSet files;
    private final UnreadableChunks unreadable;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param files held; released by {@link #close}
    ChunkVersion(FileSet files, UnreadableChunks unreadable) {
        this.files = files;
        this.unreadable = unreadable;
    }

    /// Whether the chunk's file belongs to this version or is older; true for {@link
    /// ChunkStore#NONE}.
    public boolean covers(long handle) {
        return ChunkFile.numberOf(handle) <= files.newest();
    }

    /// Adds the places of a series' chunks that may hold samples in a range.
    ///
    /// In-order chunks come oldest first, and so do late ones; the two lanes are mixed. A handle in
    /// a file that was closed when this version was taken means all chunks of its lane in that file
    /// and before.
    ///
    /// @param newestInOrder handle of the newest chunk in order that is to be seen, or {@link
    ///   ChunkStore#NONE}: then there is none in this lane
    /// @param newestLate the same of the late lane
    /// @param fromMillis exclusive
    /// @param toMillis inclusive
    /// @throws CorruptChunkFileException if a footer is damaged
    public void find(
            long ref,
            long newestInOrder,
            long newestLate,
            long fromMillis,
            long toMillis,
            ChunkPlaces into)
            throws IOException {
        into.begin(ref);
        long late = follow(newestLate, Long.MIN_VALUE, fromMillis, toMillis, into);
        int lateCount = into.pushed();
        long inOrder = follow(newestInOrder, fromMillis, fromMillis, toMillis, into);
        findStored(ref, inOrder, late, fromMillis, toMillis, into);
        int inOrderCount = into.pushed() - lateCount;
        describe(inOrderCount, into);
        describe(lateCount, into);
    }

    /// Adds the places of the chunks of one lane that are in files without a footer, oldest first;
    /// all others of it are in closed files.
    ///
    /// @param newest handle of the lane's newest chunk, which this version covers
    public void findUnclosed(long newest, ChunkPlaces into) {
        int before = into.pushed();
        follow(newest, Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, into);
        describe(into.pushed() - before, into);
    }

    /// Tells of each chunk of the closed files, as their footers do: file by file, in a file by
    /// ref.
    ///
    /// @param into given the same object each time
    /// @throws CorruptChunkFileException if a footer is damaged
    public void closed(Consumer<SealedChunk> into) throws IOException {
        FooterCursor cursor = new FooterCursor();
        for (StoredFile file : files.stored()) {
            cursor.all(file.footer());
            while (cursor.next()) {
                into.accept(cursor.chunk());
            }
        }
    }

    /// Reads one chunk. A small one is kept, and with its page where its neighbours are read, too.
    ///
    /// @throws CorruptChunkFileException if it is damaged
    public void read(ChunkPlaces places, int index, ChunkBytes into) throws IOException {
        long number = ChunkFile.numberOf(places.place(index));
        int offset = (int) places.place(index);
        int size = places.sizeBytes(index);
        try {
            int at =
                    isFilling(number) && files.fillingFile(number).copy(offset, size, into)
                            ? 0
                            : fetch(places.place(index), size, into);
            into.accept(at, size, places.type(index), number, offset);
        } catch (CorruptChunkFileException e) {
            unreadable.chunk(places, index, e);
            throw e;
        }
    }

    /// Reads the chunks `from` (inclusive) to `to` (exclusive) of `places` in the order in which
    /// they stand on the disk, neighbours together: a gap of at most 16 KiB is read along, up to 1
    /// MiB a read.
    ///
    /// @param scratch room for what is read
    /// @param into told of each chunk once, in any order
    /// @throws CorruptChunkFileException if one is damaged
    public void read(ChunkPlaces places, int from, int to, ChunkBytes scratch, ChunkTarget into)
            throws IOException {
        IntList order = new IntList();
        for (int i = from; i < to; i++) {
            order.add(i);
        }
        order.sortBy(places.places());
        for (int next = 0; next < order.size(); ) {
            if (isInMemory(places.place(order.at(next)))) {
                read(places, order.at(next), scratch);
                into.chunk(order.at(next++), scratch.array(), scratch.offset(), scratch.length());
                continue;
            }
            int end = neighbours(places, order, next);
            readTogether(places, order, next, end, scratch, into);
            next = end;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            files.release();
        }
    }

    /// Keeps the handles of one lane that are in files without a footer and in the range.
    ///
    /// @param stopMillis a chunk that ends so early has only earlier ones before it
    /// @return the handle to be looked for in stored files, with all before; {@link
    ///   ChunkStore#NONE} if nothing is
    private long follow(
            long newest, long stopMillis, long fromMillis, long toMillis, ChunkPlaces into) {
        if (!covers(newest)) {
            throw new IllegalArgumentException(
                    "BUG: handle %x is newer than this version".formatted(newest));
        }
        long handle = newest;
        while (isFilling(ChunkFile.numberOf(handle))) {
            FillingFile file = files.fillingFile(ChunkFile.numberOf(handle));
            int ordinal = (int) handle;
            long last = file.lastMillis(ordinal);
            if (last <= stopMillis) {
                return ChunkStore.NONE;
            }
            if (last > fromMillis && file.firstMillis(ordinal) <= toMillis) {
                into.push(handle);
            }
            handle = file.before(ordinal);
        }
        return handle;
    }

    private void findStored(
            long ref, long inOrder, long late, long fromMillis, long toMillis, ChunkPlaces into)
            throws IOException {
        long inOrderMax = ChunkFile.numberOf(inOrder);
        long lateMax = ChunkFile.numberOf(late);
        FooterCursor cursor = into.cursor();
        for (StoredFile file : files.stored()) {
            long number = file.number();
            if (number > inOrderMax && number > lateMax) {
                return;
            }
            if (!file.overlaps(fromMillis, toMillis)) {
                continue;
            }
            cursor.of(file.footer(), ref);
            while (cursor.next()) {
                SealedChunk chunk = cursor.chunk();
                long laneMax = chunk.lane == SealedChunk.LATE ? lateMax : inOrderMax;
                if (number <= laneMax
                        && chunk.lastMillis > fromMillis
                        && chunk.firstMillis <= toMillis) {
                    into.add(
                            ChunkFile.in(number, cursor.offset()),
                            cursor.length(),
                            cursor.type(),
                            chunk.firstMillis,
                            chunk.lastMillis,
                            chunk.count);
                }
            }
        }
    }

    /// Adds the chunks whose handles were kept last, the last first.
    private void describe(int count, ChunkPlaces into) {
        for (int i = 0; i < count; i++) {
            long handle = into.pop();
            files.fillingFile(ChunkFile.numberOf(handle)).describe((int) handle, into);
        }
    }

    private boolean isFilling(long number) {
        return number >= files.firstFilling();
    }

    private boolean isInMemory(long place) {
        long number = ChunkFile.numberOf(place);
        return isFilling(number) && (int) place >= files.fillingFile(number).durableEnd();
    }

    /// Up to where the places from `begin` on are read with one read.
    private int neighbours(ChunkPlaces places, IntList order, int begin) {
        long first = places.place(order.at(begin));
        long end = first + places.sizeBytes(order.at(begin));
        int next = begin + 1;
        while (next < order.size()) {
            long place = places.place(order.at(next));
            long newEnd = Math.max(end, place + places.sizeBytes(order.at(next)));
            if (place - end > GAP_BYTES_MAX
                    || newEnd - first > READ_BYTES_MAX
                    || isInMemory(place)) {
                break;
            }
            end = newEnd;
            next++;
        }
        return next;
    }

    private void readTogether(
            ChunkPlaces places,
            IntList order,
            int begin,
            int end,
            ChunkBytes scratch,
            ChunkTarget into)
            throws IOException {
        long number = ChunkFile.numberOf(places.place(order.at(begin)));
        int first = (int) places.place(order.at(begin));
        int stop = first;
        for (int i = begin; i < end; i++) {
            int offset = (int) places.place(order.at(i));
            stop = Math.max(stop, offset + places.sizeBytes(order.at(i)));
        }
        load(number, first, stop - first, scratch);
        for (int i = begin; i < end; i++) {
            int index = order.at(i);
            int offset = (int) places.place(index);
            int size = places.sizeBytes(index);
            try {
                scratch.accept(offset - first, size, places.type(index), number, offset);
            } catch (CorruptChunkFileException e) {
                unreadable.chunk(places, index, e);
                throw e;
            }
            into.chunk(index, scratch.array(), scratch.offset(), scratch.length());
        }
    }

    /// Has an entry that is on the disk in the bytes, and answers where.
    private int fetch(long place, int size, ChunkBytes into) throws IOException {
        long number = ChunkFile.numberOf(place);
        int offset = (int) place;
        if (size > ChunkBytes.PAGE_BYTES) {
            load(number, offset, size, into);
            return 0;
        }
        int found = into.find(place, size);
        if (found >= 0) {
            return found;
        }
        int begin = into.isNear() ? offset & -ChunkBytes.PAGE_BYTES : offset;
        int length = into.isNear() ? pages(number, begin, offset + size) : size;
        int read = disk(number).read(ByteBuffer.wrap(into.stretch(length), 0, length), begin);
        require(begin + read, offset + size, number, offset);
        return into.keep(place - offset + begin, read, place);
    }

    /// Length of the pages from `begin` on that an entry ends in, but for what nobody said yet.
    private int pages(long number, int begin, int end) {
        int pages = (end - 1 - begin) / ChunkBytes.PAGE_BYTES + 1;
        int said = isFilling(number) ? files.fillingFile(number).durableEnd() : Integer.MAX_VALUE;
        return Math.min(pages * ChunkBytes.PAGE_BYTES, said - begin);
    }

    private void load(long number, int offset, int length, ChunkBytes into) throws IOException {
        int read = disk(number).read(ByteBuffer.wrap(into.room(length), 0, length), offset);
        require(read, length, number, offset);
    }

    private DiskFile disk(long number) {
        return isFilling(number)
                ? files.fillingFile(number).file().disk()
                : files.storedFile(number).file().disk();
    }

    private static void require(int read, int wanted, long number, int offset)
            throws CorruptChunkFileException {
        if (read < wanted) {
            throw new CorruptChunkFileException(
                    "cannot read chunk: file ends %d bytes early".formatted(wanted - read),
                    number,
                    offset);
        }
    }
}
