/// The bytes of a chunk file: header, entries, footer, trailer.
///
/// *Start here*: `ChunkEntry`, io.tributary.tsdb.chunks.file.Footer}. The bytes:
/// `docs/chunk-files.md` of this module.
///
/// Invariants:
///
/// - Nothing is believed that a checksum has not proven; what is wrong is named with file and
///   offset.
/// - A footer is made from entries that were read back from the file, never from memory.
/// - What a checksum covers names its own place, so that bytes of another place never count.
///
/// Threads: values and readers belong to one thread at a time, but for `Footer`, which any may use.
/// Entries are written on the sample path (once a chunk): nothing is allocated there. Not here:
/// which files there are, when they are written, who waits.
@NullMarked
package io.tributary.tsdb.chunks.file;

import org.jspecify.annotations.NullMarked;
