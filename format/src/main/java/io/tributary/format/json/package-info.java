/// JSON as Prometheus' API writes it, straight into bytes.
///
/// *Start here*: {@link io.tributary.format.json.JsonWriter}.
///
/// Invariants: what is written is one well-formed text, or a `BUG:` is thrown; memory is the buffer
/// given, however large the answer.
///
/// Threads: a writer belongs to one thread at a time. Hot for large answers: nothing is allocated
/// per sample whose value is a decimal of at most 15 digits.
///
/// Deliberately absent: reading JSON, the routes' answers themselves.
@NullMarked
package io.tributary.format.json;

import org.jspecify.annotations.NullMarked;
