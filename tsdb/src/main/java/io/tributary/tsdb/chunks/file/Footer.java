package io.tributary.tsdb.chunks.file;

import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The footer of a closed file. Its *top* is always in memory: an entry for each page of the index,
/// and the tenants. Blocks and index are in memory too where it is *whole*; where it is not, a look
/// for a ref reads one page and one block.
///
/// Everything is checked when it is read. Never changes; any thread. The file must stay open as
/// long as this is used.
public final class Footer {
    private static final int OBJECT_BYTES = 200;

    private final Trailer trailer;
    private final Optional<DiskFile> file;
    private final boolean whole;
    private final byte[] top;
    private final byte[] index;
    private final byte[] blocks;

    private Footer(
            Trailer trailer,
            Optional<DiskFile> file,
            boolean whole,
            byte[] top,
            byte[] index,
            byte[] blocks) {
        this.trailer = trailer;
        this.file = file;
        this.whole = whole;
        this.top = top;
        this.index = index;
        this.blocks = blocks;
    }

    /// The footer of no file, which names no chunk.
    static Footer none() {
        Trailer trailer = new Trailer(0, 0, 0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);
        byte[] nothing = {};
        return new Footer(trailer, Optional.empty(), true, nothing, nothing, nothing);
    }

    /// Reads the top, and where it is to be whole, index and blocks.
    ///
    /// @param file stays the caller's
    public static Footer read(DiskFile file, Trailer trailer, boolean whole) throws IOException {
        PlacedChecksum checksum = new PlacedChecksum();
        byte[] top = new byte[trailer.topBytes()];
        long topOffset = trailer.topOffset();
        read(file, trailer, topOffset, top, top.length);
        check("footer", trailer, trailer.topChecksum(), topOffset, top, 0, top.length, checksum);
        byte[] index = new byte[whole ? trailer.indexBytes() : 0];
        byte[] blocks = new byte[whole ? trailer.blocksBytes() : 0];
        Footer footer = new Footer(trailer, Optional.of(file), whole, top, index, blocks);
        if (whole) {
            read(file, trailer, trailer.indexOffset(), index, index.length);
            read(file, trailer, trailer.blocksOffset(), blocks, blocks.length);
            footer.checkAll(checksum);
        }
        return footer;
    }

    public Trailer trailer() {
        return trailer;
    }

    /// Whether no look into it reads from the file.
    public boolean isWhole() {
        return whole;
    }

    /// The same with its top only in memory.
    public Footer slim() {
        return new Footer(trailer, file, false, top, new byte[0], new byte[0]);
    }

    /// Bytes of memory held.
    public long sizeBytes() {
        return (long) OBJECT_BYTES + top.length + index.length + blocks.length;
    }

    /// Bytes of memory that a whole footer of this trailer holds.
    public static long wholeBytes(Trailer trailer) {
        return OBJECT_BYTES + trailer.footerBytes();
    }

    /// Takes a tenant in the file and the newest time of its samples there.
    @FunctionalInterface
    public interface NewestTarget {
        /// Here is a tenant.
        void newest(int tenant, long millis);
    }

    /// Tells of the tenants in the file, ascending.
    public void tenants(NewestTarget into) {
        ByteBuffer bytes = ByteBuffer.wrap(top).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(trailer.pageCount() * IndexPage.ENTRY_BYTES);
        for (int i = 0; i < trailer.tenantCount(); i++) {
            into.newest(bytes.getInt(), bytes.getLong());
        }
    }

    int blockCount() {
        return trailer.blockCount();
    }

    /// The page whose blocks are the first that may hold a chunk of `ref`.
    int pageOf(long ref) {
        return IndexPage.find(top, 0, trailer.pageCount(), ref);
    }

    /// How many chunks a block holds.
    int chunksIn(int block) {
        int before = block * FooterWriter.BLOCK_CHUNKS;
        return Math.min(FooterWriter.BLOCK_CHUNKS, trailer.chunkCount() - before);
    }

    /// Lets `into` look at a page of the index.
    void open(int page, IndexPage into, PlacedChecksum checksum) throws IOException {
        int from = page * IndexPage.BLOCKS;
        int count = Math.min(IndexPage.BLOCKS, blockCount() - from);
        int end =
                page + 1 < trailer.pageCount()
                        ? IndexPage.offset(top, 0, page + 1)
                        : trailer.blocksBytes();
        if (whole) {
            into.set(page, index, from * IndexPage.ENTRY_BYTES, count, end);
            return;
        }
        into.forget();
        long offset = trailer.indexOffset() + (long) from * IndexPage.ENTRY_BYTES;
        int length = count * IndexPage.ENTRY_BYTES;
        read(file.orElseThrow(), trailer, offset, into.room, length);
        int wanted = IndexPage.checksum(top, 0, page);
        check("index of chunks", trailer, wanted, offset, into.room, 0, length, checksum);
        into.set(page, into.room, 0, count, end);
    }

    /// Lets `into` read the chunks of a block.
    ///
    /// @param block in the page
    /// @param scratch room for the block where it is read from the file
    /// @return `scratch`, or a larger one
    byte[] open(IndexPage page, int block, byte[] scratch, PlacedChecksum checksum, Varints into)
            throws IOException {
        int from = page.offset(block);
        int to = page.endOf(block);
        if (from < 0 || to < from || to > trailer.blocksBytes()) {
            throw broken(page, block);
        }
        if (whole) {
            into.reset(blocks, from, to);
            return scratch;
        }
        int length = to - from;
        byte[] room = scratch.length < length ? new byte[2 * length] : scratch;
        long offset = trailer.blocksOffset() + from;
        read(file.orElseThrow(), trailer, offset, room, length);
        int wanted = page.checksum(block);
        check("list of chunks", trailer, wanted, offset, room, 0, length, checksum);
        into.reset(room, 0, length);
        return room;
    }

    /// That a block says what cannot be, though its checksum is right.
    CorruptChunkFileException broken(IndexPage page, int block) {
        return new CorruptChunkFileException(
                "cannot read list of chunks: a field runs beyond its block",
                trailer.number(),
                trailer.blocksOffset() + page.offset(block));
    }

    private void checkAll(PlacedChecksum checksum) throws IOException {
        IndexPage page = new IndexPage();
        for (int i = 0; i < trailer.pageCount(); i++) {
            int from = i * IndexPage.BLOCKS;
            int count = Math.min(IndexPage.BLOCKS, blockCount() - from);
            int base = from * IndexPage.ENTRY_BYTES;
            check(
                    "index of chunks",
                    trailer,
                    IndexPage.checksum(top, 0, i),
                    trailer.indexOffset() + base,
                    index,
                    base,
                    count * IndexPage.ENTRY_BYTES,
                    checksum);
            open(i, page, checksum);
            for (int block = 0; block < count; block++) {
                int begin = page.offset(block);
                int end = page.endOf(block);
                if (begin < 0 || end < begin || end > blocks.length) {
                    throw broken(page, block);
                }
                check(
                        "list of chunks",
                        trailer,
                        page.checksum(block),
                        trailer.blocksOffset() + begin,
                        blocks,
                        begin,
                        end - begin,
                        checksum);
            }
        }
    }

    private static void read(DiskFile file, Trailer trailer, long offset, byte[] into, int length)
            throws IOException {
        if (file.read(ByteBuffer.wrap(into, 0, length), offset) < length) {
            throw new CorruptChunkFileException(
                    "cannot read footer: file ends early", trailer.number(), offset);
        }
    }

    private static void check(
            String what,
            Trailer trailer,
            int wanted,
            long offset,
            byte[] bytes,
            int from,
            int length,
            PlacedChecksum checksum)
            throws CorruptChunkFileException {
        int found = checksum.of(bytes, from, length, trailer.number(), offset);
        if (found != wanted) {
            throw new CorruptChunkFileException(
                    "cannot read %s: checksum 0x%08x, want 0x%08x".formatted(what, found, wanted),
                    trailer.number(),
                    offset);
        }
    }
}
