/// The audit stream: who was refused what, who sent other values for what is stored or came late,
/// and who changed what in the registry; counted exactly, with examples, in files that are bounded.
///
/// *Start here*: {@link io.tributary.gateway.audit.AuditLog}, {@link
/// io.tributary.gateway.audit.AuditEvent}. The lines of the files: `docs/audit.md` of this module.
///
/// ```
/// record ──┬─► AuditCounts ── each 10 s, at close ──┐
///          └─► ExampleRates ─► LineQueue ─ at once ─┴► AuditFiles ─► AuditSearch
/// recordDurably ─── written and synced before it returns ─┘
/// ```
///
/// Invariants:
///
/// - Counts are exact: what was counted stands in exactly one line, whatever is dropped of
///   examples, while the process lives or stops in order. A process that is killed loses the counts
///   of the 10 seconds before; of what {@link io.tributary.gateway.audit.AuditLog#recordDurably}
///   took, nothing.
/// - `record` waits for no disk, and no write of samples fails because of it.
/// - Nobody sees a line of a tenant that they may not see.
/// - Texts are ours or bounded and escaped; no credential's secret gets here.
///
/// Threads: everything public is safe from any thread; one platform thread writes. Not a hot path:
/// a write of which nothing was refused or late costs two comparisons. What it does not do: decide
/// who may ask, or log.
@NullMarked
package io.tributary.gateway.audit;

import org.jspecify.annotations.NullMarked;
