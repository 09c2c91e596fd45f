/// Since when samples count, as changes: what the wal, chunk files and copies of open chunks have
/// in common.
///
/// *Start here*: {@link io.tributary.tsdb.record.starts.StartChanges} (the bytes), then {@link
/// io.tributary.tsdb.record.starts.StartCursor}.
///
/// A start changes rarely: a counter's stays for thousands of samples, a gauge has none. So what is
/// written is the place of a sample and the start that holds from there on. What a place counts is
/// whose it is: samples of a record, or of a chunk.
///
/// Owned by one thread at a time. Hot path only for senders of starts: nothing is allocated per
/// sample in the steady state.
@NullMarked
package io.tributary.tsdb.record.starts;

import org.jspecify.annotations.NullMarked;
