package io.tributary.tsdb.wal;

import io.tributary.runtime.disk.DiskFile;

/// A segment being written, or prepared to be.
///
/// ```text
/// 0        4096                              capacity - 4096    capacity
/// ┌────────┬────────┬───────┬─── … ──────────┬────────┐
/// │ header │ frame  │ frame │  zeros or old  │ header │
/// │        │        │       │  frames        │  copy  │
/// └────────┴────────┴───────┴─── … ──────────┴────────┘
/// ```
///
/// @param capacityBytes size of the file, a multiple of a page
record Segment(long number, long nonce, long capacityBytes, DiskFile file) {
    /// Both copies of the header and one page for a frame.
    static final long CAPACITY_BYTES_MIN = 3L * Frame.PAGE_BYTES;

    /// Where the first frame begins.
    static final long FRAMES_FROM = Frame.PAGE_BYTES;

    /// The smallest segment with `spaceBytes` for frames.
    static long capacityFor(long spaceBytes) {
        return spaceBytes + 2L * Frame.PAGE_BYTES;
    }

    /// Where the space for frames ends.
    long framesTo() {
        return capacityBytes - Frame.PAGE_BYTES;
    }

    long spaceBytes() {
        return framesTo() - FRAMES_FROM;
    }
}
