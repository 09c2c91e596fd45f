/// What a query takes from the store: instant selectors, ranges, and subqueries, which are ranges
/// of computed samples.
///
/// *Start here*: {@link io.tributary.promql.engine.select.Selections}, {@link
/// io.tributary.promql.engine.select.InstantSelector}.
///
/// Invariants: one query selects once, so all of it sees one moment (`info` alone selects again,
/// once it has seen what for), however many slices of its steps are planned; ranges are left-open;
/// staleness markers exist only below the selector.
///
/// Threads: a selection is read by one thread, or, where one part of the query reads it, through
/// several readers at once. Hot path: sample columns are reused from series to series.
///
/// Deliberately absent: deciding what a reader may see (the source's part), functions over ranges.
@NullMarked
package io.tributary.promql.engine.select;

import org.jspecify.annotations.NullMarked;
