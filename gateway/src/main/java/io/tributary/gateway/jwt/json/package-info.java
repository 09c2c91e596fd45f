/// What a token is written in, read strictly: JSON of RFC 8259 without repeated names, and
/// base64url of RFC 7515 without padding.
///
/// *Start here*: {@link io.tributary.gateway.jwt.json.JsonReader}.
///
/// Invariants: one text has one meaning, or is refused; what is read is bound in depth and in the
/// number of values, so memory follows the size of the text. Threads: values are immutable. Not a
/// hot path. What it does not do: write, or be lenient.
@NullMarked
package io.tributary.gateway.jwt.json;

import org.jspecify.annotations.NullMarked;
