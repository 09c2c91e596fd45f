/// `tributary dump`: all that a data directory holds, as lines for people and for programs.
///
/// *Start here*: {@link io.tributary.cli.dump.DumpCommand}; the lines are described in
/// `docs/reference/dump.md`.
///
/// Invariants: the directory is only read; every line of JSON stands for itself, and no line is
/// longer than one series' labels, 64 KiB, and one sample; what is lost is told, never left out;
/// the last line is `end`.
///
/// One thread. Not a hot path.
@NullMarked
package io.tributary.cli.dump;

import org.jspecify.annotations.NullMarked;
