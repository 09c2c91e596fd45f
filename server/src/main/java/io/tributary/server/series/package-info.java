/// Questions about series that are no queries: which there are, what is known beside their samples,
/// how many carry what.
///
/// *Start here*: {@link io.tributary.server.series.SeriesApi}.
///
/// Invariants: every answer is within what its caller may read and within a byte budget; a cut
/// answer says so, as upstream's does.
///
/// Threads: each question runs on the thread of its request. Not a hot path. What it does not do:
/// evaluate.
@NullMarked
package io.tributary.server.series;

import org.jspecify.annotations.NullMarked;
