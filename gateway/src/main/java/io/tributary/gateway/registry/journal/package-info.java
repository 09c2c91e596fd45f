/// What was declared by the API, on disk: an append-only file of change sets, folded when it is
/// large.
///
/// *Start here*: {@link io.tributary.gateway.registry.journal.RegistryJournal}; the format stands
/// in `gateway/docs/registry-journal.md`.
///
/// Invariants: a change set is in the file whole before it is in force; damage is told by the
/// number of its line and never taken for another registry; bounded in objects' bytes, lines and
/// history.
///
/// Threads: the journal is safe from any; all else belongs to one. Not a hot path. What it does not
/// do: judge what the objects mean.
@NullMarked
package io.tributary.gateway.registry.journal;

import org.jspecify.annotations.NullMarked;
