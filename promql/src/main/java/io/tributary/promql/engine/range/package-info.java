/// PromQL's functions of a range: a window that moves along each series, and what is computed of
/// the samples in it.
///
/// *Start here*: {@link io.tributary.promql.engine.range.RangeCall}.
///
/// Invariants: windows are left-open and hold one sample at least when a function sees them; no
/// staleness marker is among them.
///
/// Threads: each moves a window of its own. Hot path: the window and its scratch are reused from
/// step to step, samples are read in place.
///
/// Deliberately absent: where samples come from (`engine.select`).
@NullMarked
package io.tributary.promql.engine.range;

import org.jspecify.annotations.NullMarked;
