/// JSON as Prometheus' API writes it, straight into bytes; and JSON as senders write it, read in
/// place.
///
/// *Start here*: {@link io.tributary.format.json.JsonWriter}, {@link
/// io.tributary.format.json.JsonCursor}.
///
/// Invariants: what is written is one well-formed text, or a `BUG:` is thrown; memory is the buffer
/// given, however large the answer.
///
/// Threads: a writer or cursor belongs to one thread at a time. Hot for large answers: nothing is
/// allocated per sample whose value is a decimal of at most 15 digits.
///
/// Deliberately absent: trees of values, the routes' answers themselves.
@NullMarked
package io.tributary.format.json;

import org.jspecify.annotations.NullMarked;
