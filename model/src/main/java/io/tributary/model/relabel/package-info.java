/// Rewrites label names and values: Prometheus' relabeling, and the expressions with groups that it
/// is made of.
///
/// *Start here*: {@link io.tributary.model.relabel.Relabeling}, {@link
/// io.tributary.model.relabel.RelabelRule}; {@link io.tributary.model.relabel.Regex} for text
/// alone.
///
/// Invariants: every expression is RE2, linear in its input, and its program has a bound; so has
/// what rules make of a series. Rules and expressions are not changed once made. Safe from any
/// thread. Not a hot path: run where a series is new or an answer is written.
///
/// Deliberately absent: matching alone, which is {@link io.tributary.model.Matcher}'s; limits of
/// labels and checks of names, which come behind it at the door.
@NullMarked
package io.tributary.model.relabel;

import org.jspecify.annotations.NullMarked;
