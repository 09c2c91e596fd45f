package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/// The bytes of one file of an {@link OverlayDisk}, by whatever names and handles: pages that were
/// written here, else what stands in the file below, else zeros.
///
/// Any thread; one at a time is in here, its reads of the file below included.
final class OverlayContent {
    private static final int PAGE_BYTES = Disk.PAGE_BYTES;

    private final Optional<Path> path;
    private final OverlaySpace space;
    private final TreeMap<Long, ByteBuffer> pages = new TreeMap<>();
    private long sizeBytes;

    /// Up to where the file below counts.
    private long belowBytes;

    private OverlayContent(Optional<Path> path, long belowBytes, OverlaySpace space) {
        this.path = path;
        this.space = space;
        this.sizeBytes = belowBytes;
        this.belowBytes = belowBytes;
    }

    /// A file that is new here.
    static OverlayContent empty(OverlaySpace space) {
        return new OverlayContent(Optional.empty(), 0, space);
    }

    /// A file that stands below.
    static OverlayContent of(Path path, Disk below, OverlaySpace space) throws IOException {
        try (DiskFile file = below.open(path, Disk.Mode.READ)) {
            return new OverlayContent(Optional.of(path), file.sizeBytes(), space);
        }
    }

    /// The file below, for one handle; empty where there is none.
    Optional<DiskFile> openBelow(Disk below) throws IOException {
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(below.open(path.get(), Disk.Mode.READ));
    }

    synchronized int read(Optional<DiskFile> below, ByteBuffer into, long position)
            throws IOException {
        int length = Math.clamp(sizeBytes - position, 0, into.remaining());
        long at = position;
        long end = position + length;
        while (at < end) {
            ByteBuffer page = pages.get(at / PAGE_BYTES);
            if (page != null) {
                int from = (int) (at % PAGE_BYTES);
                int count = (int) Math.min(PAGE_BYTES - from, end - at);
                into.put(page.slice(from, count));
                at += count;
            } else {
                Long next = pages.ceilingKey(at / PAGE_BYTES);
                long stop = next == null ? end : Math.min(end, next * PAGE_BYTES);
                readBelow(below, into, at, (int) (stop - at));
                at = stop;
            }
        }
        return length;
    }

    synchronized void write(Optional<DiskFile> below, ByteBuffer from, long position)
            throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            ByteBuffer page = page(below, at / PAGE_BYTES);
            int offset = (int) (at % PAGE_BYTES);
            int count = Math.min(PAGE_BYTES - offset, from.remaining());
            page.put(offset, from, from.position(), count);
            from.position(from.position() + count);
            at += count;
            sizeBytes = Math.max(sizeBytes, at);
        }
    }

    synchronized void truncate(long size) {
        if (size >= sizeBytes) {
            return;
        }
        sizeBytes = size;
        belowBytes = Math.min(belowBytes, size);
        pages.tailMap(Math.ceilDiv(size, PAGE_BYTES), true).clear();
        ByteBuffer last = pages.get(size / PAGE_BYTES);
        if (last != null) {
            for (int i = (int) (size % PAGE_BYTES); i < PAGE_BYTES; i++) {
                last.put(i, (byte) 0);
            }
        }
    }

    synchronized long sizeBytes() {
        return sizeBytes;
    }

    private ByteBuffer page(Optional<DiskFile> below, long number) throws IOException {
        ByteBuffer known = pages.get(number);
        if (known != null) {
            return known;
        }
        ByteBuffer page = space.page();
        readBelow(below, page.duplicate(), number * PAGE_BYTES, PAGE_BYTES);
        pages.put(number, page);
        return page;
    }

    /// Fills `length` bytes: from the file below as far as it counts, then zeros.
    private void readBelow(Optional<DiskFile> below, ByteBuffer into, long at, int length)
            throws IOException {
        int limit = into.limit();
        int end = into.position() + length;
        int count = Math.clamp(belowBytes - at, 0, length);
        if (count > 0 && below.isPresent()) {
            into.limit(into.position() + count);
            below.get().read(into, at);
        }
        into.limit(limit);
        while (into.position() < end) {
            into.put((byte) 0);
        }
    }
}
