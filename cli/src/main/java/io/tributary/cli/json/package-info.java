/// JSON (RFC 8259) as a client of an API reads it.
///
/// *Start here*: {@link io.tributary.cli.json.JsonReader}. Invariant: numbers stay as they were
/// written. Threads: values are immutable, a reader belongs to one call. Not a hot path. What it
/// does not do: write.
@NullMarked
package io.tributary.cli.json;

import org.jspecify.annotations.NullMarked;
