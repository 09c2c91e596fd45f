/// `tributary audit`: asks a server for lines of its audit stream, and shows them to a human or to
/// another program.
///
/// *Start here*: {@link io.tributary.cli.audit.AuditCommand}.
///
/// ```
/// options → AuditClient ─ HTTP → lines → AuditTable, or JSON as it came
/// ```
///
/// Invariants: exit code 0 with an answer that is whole, 1 without one, 2 for wrong usage; what a
/// server said is printed with control characters taken out, so that a label cannot steer the
/// terminal.
///
/// Not a hot path; one thread. What it does not do: read the files of the stream itself.
@NullMarked
package io.tributary.cli.audit;

import org.jspecify.annotations.NullMarked;
