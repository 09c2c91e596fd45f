/// Makes label values of label values.
///
/// *Start here*: {@link io.tributary.model.relabel.Regex}.
///
/// Invariants: everything is RE2, linear in its input; nothing here is changed once made. Safe from
/// any thread. Not a hot path: run where a series is new or an answer is written.
///
/// Deliberately absent: matching alone, which is {@link io.tributary.model.Matcher}'s.
@NullMarked
package io.tributary.model.relabel;

import org.jspecify.annotations.NullMarked;
