/// Prometheus' remote read: the request, and both forms of answer.
///
/// ```
/// ReadRequest          snappy block of: 1 Query*, 2 accepted response types (0 samples, 1 chunks)
/// Query                1 start, 2 end (milliseconds, both inclusive), 3 LabelMatcher*, 4 ReadHints
///
/// samples              snappy block of ReadResponse: 1 QueryResult* of 1 TimeSeries*
/// TimeSeries           1 Label*, 2 Sample* (1 value, 2 time), 4 Histogram*
///
/// chunks               frame*
/// frame                length <uvarint> crc32c <uint32, big-endian> ChunkedReadResponse
/// ChunkedReadResponse  1 ChunkedSeries (1 Label*, 2 Chunk*), 2 which query, 0 left out
/// Chunk                1 first time, 2 last time, 3 encoding, 4 bytes (format/docs/chunks.md)
/// ```
///
/// *Start here*: {@link io.tributary.format.remoteread.ReadRequestDecoder}, {@link
/// io.tributary.format.remoteread.SamplesWriter}, {@link
/// io.tributary.format.remoteread.ChunkFrameWriter}.
///
/// Invariants: whatever the bytes, a request ends in a value or in a {@link
/// io.tributary.format.protobuf.MalformedRequestException}; value bits leave as they are stored,
/// whatever NaN they are, and histograms of integers as such; a frame is no longer than its bound
/// by more than one chunk.
///
/// Threads: writers belong to one thread at a time. Warm: nothing is allocated per float; each
/// series' labels are written once.
///
/// Deliberately absent: start timestamps and exemplars.
///
/// Source: Prometheus `prompb/remote.proto`, `prompb/types.proto`, `storage/remote/codec.go`,
/// `chunked.go`.
@NullMarked
package io.tributary.format.remoteread;

import org.jspecify.annotations.NullMarked;
