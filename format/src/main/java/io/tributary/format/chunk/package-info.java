/// Prometheus' chunks: many samples of one series in few bytes. Encoding 1, XOR-coded floats;
/// encodings 2 and 3, native histograms of integers and of floats.
///
/// *Start here*: {@link io.tributary.format.chunk.XorEncoding}, {@link
/// io.tributary.format.chunk.XorChunkReader}; {@link
/// io.tributary.format.chunk.HistogramChunkWriter}, {@link
/// io.tributary.format.chunk.HistogramChunkReader}.
///
/// The layout, with examples that a test runs: `format/docs/chunks.md`.
///
/// Invariants: what is written is byte for byte what Prometheus' own appender writes (with two
/// flags of histogram chunks that claim less); value bits come back as they went in, whatever NaN
/// they are; any bytes whatever end in samples or in a {@link
/// io.tributary.format.chunk.CorruptChunkException}, after at most as many steps as the count says.
///
/// Threads: writers and readers belong to one thread at a time; {@link
/// io.tributary.format.chunk.XorEncoding} is stateless. Hot path: no allocation per sample.
///
/// Deliberately absent: the chunk's length, encoding byte and checksum (they belong to the file a
/// chunk stands in), encodings with start timestamps (4 to 6), the order of times (any is written
/// and read).
@NullMarked
package io.tributary.format.chunk;

import org.jspecify.annotations.NullMarked;
