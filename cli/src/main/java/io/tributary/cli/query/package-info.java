/// `tributary query`: asks a server that speaks Prometheus' API, and shows the answer to a human or
/// to another program.
///
/// *Start here*: {@link io.tributary.cli.query.QueryCommand}.
///
/// ```
/// options → Question → QueryClient ─ HTTP → JsonReader → Answer → Table, Csv, Plot, or JSON as it came
/// ```
///
/// Invariants: exit code 0 with an answer, 1 without one, 2 for wrong usage; what a server said is
/// printed with control characters taken out, so that a label cannot steer the terminal. Colours
/// only on a terminal.
///
/// Not a hot path; one thread. What it does not do: evaluate anything itself.
@NullMarked
package io.tributary.cli.query;

import org.jspecify.annotations.NullMarked;
