/// Sealed chunks of the head in files.
///
/// *Start here*: {@link io.tributary.tsdb.chunks.ChunkStore} (the way in), {@link
/// io.tributary.tsdb.chunks.ChunkVersion} (the way back). The bytes: {@link
/// io.tributary.tsdb.chunks.file}.
///
/// Knows refs, tenants by number, lanes, times and bytes; not labels, slots or rules.
///
/// ```text
/// add ──→ FillingFile: pages and index in memory ──→ chunk-writer: write, sync
///             │ full, or an hour old                      │ all durable
///             └──→ the next FillingFile                   └──→ footer, sync ──→ StoredFile
///
/// acquire ──→ ChunkVersion over a FileSet { StoredFile … FillingFile … } ──→ find ──→ read
/// ```
///
/// Invariants:
///
/// - A chunk can be read from the moment `add` returns, wherever it is.
/// - A chunk is durable when the bytes are synced and the file's name is.
/// - A batch of chunks is written only after the batch before it in the file was synced.
/// - Bytes of an entry never change; a file is unlinked when the last version naming it is
///   released.
///
/// Threads: one adds; one platform thread writes, syncs, closes and unlinks; any thread reads. Hot
/// path: `add` does no I/O, waits for nobody and allocates slabs only. Not here: when a file is to
/// be removed, and what a replay of the wal takes.
@NullMarked
package io.tributary.tsdb.chunks;

import org.jspecify.annotations.NullMarked;
