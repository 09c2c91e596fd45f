/// The top of a data directory: who has it open, which format it has, the secret of its hashes.
///
/// *Start here*: {@link io.tributary.tsdb.data.DataDirectory}; {@link
/// io.tributary.tsdb.data.OpenParts} for who opens what lies in it.
///
/// Used once, at the start; not a hot path. What lies below belongs to the packages that write it.
@NullMarked
package io.tributary.tsdb.data;

import org.jspecify.annotations.NullMarked;
