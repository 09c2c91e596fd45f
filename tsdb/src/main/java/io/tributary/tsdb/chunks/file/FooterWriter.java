package io.tributary.tsdb.chunks.file;

import io.tributary.tsdb.memory.IntList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Writes the footer of a file: chunks by ref and lane in small blocks, an index of the blocks, the
/// newest time of each tenant, and the trailer.
///
/// A chunk in a block is a byte of marks and what the marks do not foretell: see {@link
/// FooterCursor}, which reads it. Used once; owned by one thread.
final class FooterWriter {
    static final int SAME_REF = 0x01;
    static final int NEXT_REF = 0x02;
    static final int TYPE = 0x04;
    static final int TENANT = 0x08;
    static final int OFFSET = 0x10;
    static final int COUNT = 0x20;
    static final int SEQUENCE = 0x40;
    static final int WAL_INDEX = 0x80;

    /// Chunks a block.
    static final int BLOCK_CHUNKS = 32;

    private static final int CHUNK_BYTES_MAX = 2 + 9 * Varints.BYTES_MAX;

    private final ChunkList chunks;
    private final long number;
    private final long footerOffset;
    private final PlacedChecksum checksum = new PlacedChecksum();
    private final FooterState state = new FooterState();
    private byte[] bytes = new byte[1 << 16];
    private int end;

    FooterWriter(ChunkList chunks, long number, long footerOffset) {
        this.chunks = chunks;
        this.number = number;
        this.footerOffset = footerOffset;
    }

    /// The footer and trailer to be written at the footer's offset, the end of the file.
    byte[] write(long closedMillis) {
        IntList order = chunks.sorted();
        int blockCount = (order.size() + BLOCK_CHUNKS - 1) / BLOCK_CHUNKS;
        ByteBuffer index =
                ByteBuffer.allocate(blockCount * IndexPage.ENTRY_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        TreeMap<Integer, Long> newest = new TreeMap<>();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int from = 0; from < order.size(); from += BLOCK_CHUNKS) {
            int begin = end;
            state.reset();
            for (int i = from; i < Math.min(from + BLOCK_CHUNKS, order.size()); i++) {
                int chunk = order.at(i);
                put(chunk);
                min = Math.min(min, chunks.firsts[chunk]);
                max = Math.max(max, chunks.lasts[chunk]);
                newest.merge(chunks.tenants[chunk], chunks.lasts[chunk], Math::max);
            }
            index.putLong(chunks.refs[order.at(from)]).putInt(begin);
            index.putInt(checksum.of(bytes, begin, end - begin, number, footerOffset + begin));
        }
        int blocksBytes = end;
        append(index.array());
        int topFrom = end;
        append(pages(blocksBytes, topFrom));
        append(tenants(newest));
        int topChecksum =
                checksum.of(bytes, topFrom, end - topFrom, number, footerOffset + topFrom);
        append(
                new Trailer(
                                number,
                                footerOffset,
                                blocksBytes,
                                blockCount,
                                newest.size(),
                                order.size(),
                                min,
                                max,
                                closedMillis,
                                topChecksum)
                        .bytes());
        return Arrays.copyOf(bytes, end);
    }

    /// What is said of each page of the index: its first entry's ref and offset, its own checksum.
    private byte[] pages(int indexFrom, int indexTo) {
        int pageBytes = IndexPage.BLOCKS * IndexPage.ENTRY_BYTES;
        int count = (indexTo - indexFrom + pageBytes - 1) / pageBytes;
        ByteBuffer index = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer pages =
                ByteBuffer.allocate(count * IndexPage.ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = indexFrom; from < indexTo; from += pageBytes) {
            int length = Math.min(pageBytes, indexTo - from);
            pages.putLong(index.getLong(from)).putInt(index.getInt(from + 8));
            pages.putInt(checksum.of(bytes, from, length, number, footerOffset + from));
        }
        return pages.array();
    }

    private void put(int i) {
        if (bytes.length - end < CHUNK_BYTES_MAX) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long refDelta = chunks.refs[i] - state.ref;
        state.toRef(refDelta == 0);
        long offsetDelta = chunks.offsets[i] - state.end;
        long sequenceDelta = chunks.sequences[i] - state.sequence;
        int marks =
                (refDelta == 0 ? SAME_REF : refDelta == 1 ? NEXT_REF : 0)
                        | (chunks.types[i] != state.type ? TYPE : 0)
                        | (chunks.tenants[i] != state.tenant ? TENANT : 0)
                        | (offsetDelta != 0 ? OFFSET : 0)
                        | (chunks.counts[i] != state.count ? COUNT : 0)
                        | (sequenceDelta != 0 ? SEQUENCE : 0)
                        | (chunks.walIndexes[i] != 0 ? WAL_INDEX : 0);
        bytes[end++] = (byte) marks;
        if (refDelta != 0 && refDelta != 1) {
            end = Varints.putUnsigned(bytes, end, refDelta);
        }
        if ((marks & TYPE) != 0) {
            bytes[end++] = chunks.types[i];
        }
        if ((marks & TENANT) != 0) {
            end = Varints.putUnsigned(bytes, end, chunks.tenants[i]);
        }
        if (offsetDelta != 0) {
            end = Varints.putSigned(bytes, end, offsetDelta);
        }
        end = Varints.putSigned(bytes, end, (long) chunks.lengths[i] - state.length);
        end = Varints.putSigned(bytes, end, chunks.firsts[i] - state.first);
        long span = chunks.lasts[i] - chunks.firsts[i];
        end = Varints.putSigned(bytes, end, span - state.span);
        if ((marks & COUNT) != 0) {
            end = Varints.putUnsigned(bytes, end, chunks.counts[i]);
        }
        if (sequenceDelta != 0) {
            end = Varints.putSigned(bytes, end, sequenceDelta);
        }
        if ((marks & WAL_INDEX) != 0) {
            end = Varints.putUnsigned(bytes, end, chunks.walIndexes[i]);
        }
        state.type = chunks.types[i];
        state.tenant = chunks.tenants[i];
        state.count = chunks.counts[i];
        state.next(
                chunks.refs[i],
                chunks.offsets[i],
                chunks.lengths[i],
                chunks.firsts[i],
                span,
                chunks.sequences[i]);
    }

    private static byte[] tenants(Map<Integer, Long> newest) {
        ByteBuffer bytes =
                ByteBuffer.allocate(newest.size() * Trailer.TENANT_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        newest.forEach((tenant, millis) -> bytes.putInt(tenant).putLong(millis));
        return bytes.array();
    }

    private void append(byte[] more) {
        if (bytes.length - end < more.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more.length));
        }
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
    }
}
