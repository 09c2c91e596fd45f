/// The records of the wal and of `series/`: what a commit says, column by column.
///
/// *Start here*: {@link io.tributary.tsdb.record.SampleEncoder}, {@link
/// io.tributary.tsdb.record.SampleDecoder}. The format: `tsdb/docs/records.md`.
///
/// A record is a decision: replay applies it and asks neither the rules nor the clock.
///
/// Hot path: encoding allocates nothing per sample. Owned by one thread at a time.
@NullMarked
package io.tributary.tsdb.record;

import org.jspecify.annotations.NullMarked;
