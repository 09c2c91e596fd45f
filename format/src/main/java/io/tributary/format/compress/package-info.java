/// Compressed request bodies: how large they say they are, and decoding that cannot be made to
/// write or allocate more.
///
/// *Start here*: {@link io.tributary.format.compress.SnappyBlock}, {@link
/// io.tributary.format.compress.Zstd}, {@link io.tributary.format.compress.Gzip}; {@link
/// io.tributary.format.compress.ZstdEncoder} for what we write ourselves.
///
/// The order a caller keeps: `rawLength` (allocates nothing), its own limits and budget, a buffer
/// of that size, `decode`; where nothing is declared, as never in gzip, `decodeInSteps` into a
/// {@link io.tributary.format.compress.Room} that may refuse each. A declared length that so few
/// bytes cannot hold is refused by `rawLength` already.
///
/// Invariants: no byte outside the ranges given is read or written; any bytes whatever end in a
/// decoded body or a {@link io.tributary.format.compress.CompressionException}.
///
/// Threads: stateless but for the encoder, which one thread owns. Once per request, not per sample.
///
/// Deliberately absent: snappy's framing format, zstd dictionaries, several zstd frames in one
/// body.
@NullMarked
package io.tributary.format.compress;

import org.jspecify.annotations.NullMarked;
