package io.tributary.tsdb.chunks.file;

import java.io.IOException;

/// Goes through the chunks that a footer names: all of them, or those of one ref, sorted by ref,
/// then lane, then place.
///
/// ```text
/// chunk = marks (1) | ref's delta | type | tenant | offset | length | first | span | count | sequence | wal index
/// ```
///
/// Length, first time and span (last less first) are always there, each as its difference from what
/// {@link FooterState} foretells; the others only where a mark says so. A block begins with a fresh
/// state, so it can be read by itself.
///
/// Reused; owned by one thread at a time.
public final class FooterCursor {
    private final PlacedChecksum checksum = new PlacedChecksum();
    private final Varints in = new Varints();
    private final FooterState state = new FooterState();
    private final SealedChunk chunk = new SealedChunk();
    private final IndexPage page = new IndexPage();
    private byte[] scratch = new byte[1024];
    private Footer footer = Footer.none();
    private boolean all;
    private long wanted;
    private int block;
    private int left;
    private int offset;

    /// Before the first chunk of a file.
    public void all(Footer of) {
        footer = of;
        all = true;
        page.forget();
        block = -1;
        left = 0;
    }

    /// Before the first chunk of a ref.
    public void of(Footer of, long ref) throws IOException {
        footer = of;
        all = false;
        wanted = ref;
        left = 0;
        page.forget();
        block = -1;
        if (of.blockCount() > 0) {
            of.open(of.pageOf(ref), page, checksum);
            block = page.number() * IndexPage.BLOCKS + page.find(ref) - 1;
        }
    }

    /// Goes to the next chunk; false if there is none.
    public boolean next() throws IOException {
        while (left > 0 || openBlock()) {
            left--;
            read();
            if (all || chunk.ref == wanted) {
                return true;
            }
            if (chunk.ref > wanted) {
                left = 0;
                block = footer.blockCount();
                return false;
            }
        }
        return false;
    }

    /// What is said of the chunk; the same object each time.
    public SealedChunk chunk() {
        return chunk;
    }

    /// Lane, encoding, whether it ends stale and whether it has starts, in one byte.
    public int type() {
        return state.type;
    }

    /// Where in the file the entry begins.
    public int offset() {
        return offset;
    }

    /// Length of the entry.
    public int length() {
        return state.length;
    }

    private boolean openBlock() throws IOException {
        if (block + 1 >= footer.blockCount()) {
            return false;
        }
        block++;
        if (block / IndexPage.BLOCKS != page.number()) {
            footer.open(block / IndexPage.BLOCKS, page, checksum);
        }
        scratch = footer.open(page, block % IndexPage.BLOCKS, scratch, checksum, in);
        left = footer.chunksIn(block);
        state.reset();
        return true;
    }

    private void read() throws CorruptChunkFileException {
        int marks = in.u8();
        boolean same = (marks & FooterWriter.SAME_REF) != 0;
        long ref = state.ref;
        if (!same) {
            ref += (marks & FooterWriter.NEXT_REF) != 0 ? 1 : in.unsigned();
        }
        state.toRef(same);
        if ((marks & FooterWriter.TYPE) != 0) {
            state.type = in.u8();
        }
        if ((marks & FooterWriter.TENANT) != 0) {
            state.tenant = in.small();
        }
        long begin = state.end;
        if ((marks & FooterWriter.OFFSET) != 0) {
            begin += in.signed();
        }
        long length = state.length + in.signed();
        long first = state.first + in.signed();
        long span = state.span + in.signed();
        if ((marks & FooterWriter.COUNT) != 0) {
            state.count = in.small();
        }
        long sequence = state.sequence;
        if ((marks & FooterWriter.SEQUENCE) != 0) {
            sequence += in.signed();
        }
        chunk.walIndex = (marks & FooterWriter.WAL_INDEX) != 0 ? in.small() : 0;
        if (in.failed() || length <= 0 || length > ChunkEntry.BYTES_MAX || (int) begin != begin) {
            throw footer.broken(page, block % IndexPage.BLOCKS);
        }
        offset = (int) begin;
        state.next(ref, begin, (int) length, first, span, sequence);
        fill(ref, first, span, sequence);
    }

    private void fill(long ref, long first, long span, long sequence) {
        chunk.ref = ref;
        chunk.tenant = state.tenant;
        chunk.firstMillis = first;
        chunk.lastMillis = first + span;
        chunk.count = state.count;
        chunk.walSequence = sequence;
        ChunkEntry.setType(chunk, state.type);
    }
}
