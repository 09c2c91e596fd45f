/// The command line: one class a command, and the `main` that all of them share.
///
/// *Start here*: {@link io.tributary.cli.Tributary}.
///
/// Invariants: exit codes are 0 (fine), 1 (failed) and 2 (wrong usage or configuration); what is
/// wrong is said in one line on standard error, without a stack trace; only commands print.
///
/// Not a hot path. What it does not do: anything but parse arguments and compose what the modules
/// offer.
@NullMarked
package io.tributary.cli;

import org.jspecify.annotations.NullMarked;
