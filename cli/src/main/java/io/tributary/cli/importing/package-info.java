/// `tributary import`: brings what was kept elsewhere, from Influx 1.x, into a running server.
///
/// *Start here*: {@link io.tributary.cli.importing.InfluxCommand}, then {@link
/// io.tributary.cli.importing.ColumnImport}.
///
/// ```
/// InfluxServer ─ points of one field, window by window, oldest first ─▶ ColumnImport ─ LineBatch ─▶ Receiver
///      │                                                                   │ each acknowledged batch
///      │                                                                   ▼
///      └── counts of its own ──▶ Verification ◀── what became of each ── ImportLog
///                                     ▲
///                                     └── counts of the receiver's own
/// ```
///
/// Invariants: a batch is noted as done only after the server has said that all of it is durable,
/// and what became of each sample; so a run that was killed goes on where it stopped, and the worst
/// that it does twice is one batch, which repeats what is stored. Memory is bounded by a chunk of
/// an answer and a batch, however much there is. Threads: one. Not a hot path. What it does not do:
/// write to Influx, carry text, retention policies or continuous queries.
@NullMarked
package io.tributary.cli.importing;

import org.jspecify.annotations.NullMarked;
