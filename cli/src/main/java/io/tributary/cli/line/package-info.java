/// The command line as such: commands and groups of them, their options, help, and what is wrong
/// with what was typed.
///
/// *Start here*: {@link io.tributary.cli.line.Program}, {@link io.tributary.cli.line.Action}.
///
/// ```
/// words → Program: group … command → Syntax → Arguments → Action → exit code
/// ```
///
/// Invariants: an option is `--name VALUE` or `--name=VALUE`, a switch `--name`, and each is given
/// once unless it may be repeated; what follows `--` is no option; nothing a user typed is guessed
/// at, only suggested. Values are handed on as they were typed, quotes included.
///
/// One thread. On the path of every start, so it is made of what the JVM's cache can hold: no
/// annotations that are read, no switch on types, no regular expressions. What it does not do:
/// anything that a command means.
@NullMarked
package io.tributary.cli.line;

import org.jspecify.annotations.NullMarked;
