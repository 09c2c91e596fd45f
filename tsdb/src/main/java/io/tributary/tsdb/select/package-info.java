/// The way out of the head: from a question's selectors to samples.
///
/// *Start here*: {@link io.tributary.tsdb.select.ReadPath}, then `HeadView`, which is what a
/// question sees, and `SeriesReader`, which merges the lanes of one series.
///
/// Invariants:
///
/// - A view shows exactly the requests up to one number: each whole or not at all.
/// - It pins the chunk files it was made with; what is removed meanwhile can be read until it is
///   closed.
/// - Nothing it showed leaves the process before it is durable (`awaitDurable`).
///
/// Any number of threads, without the append lock but for a fourth round of copying. Labels and
/// matchers are `tsdb.series`' matter, budgets the caller's.
@NullMarked
package io.tributary.tsdb.select;

import org.jspecify.annotations.NullMarked;
