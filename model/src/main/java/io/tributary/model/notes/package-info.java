/// What is kept beside samples, as values: exemplars of series, metadata of metric families; and
/// where they are asked for.
///
/// *Start here*: {@link io.tributary.model.notes.ExemplarSource}, {@link
/// io.tributary.model.notes.MetadataSource}.
///
/// Invariant: every question takes a {@link io.tributary.model.flow.ReadScope} first, and is
/// answered with nothing outside it.
///
/// Immutable values; not a hot path.
@NullMarked
package io.tributary.model.notes;

import org.jspecify.annotations.NullMarked;
