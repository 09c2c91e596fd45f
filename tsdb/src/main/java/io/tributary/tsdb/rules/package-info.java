/// The rules of write-once: what is to become of the samples of one series, before anything of it
/// changes.
///
/// *Start here*: {@link io.tributary.tsdb.rules.LatePlan}, then {@link
/// io.tributary.tsdb.rules.DeltaPlan}.
///
/// Invariants:
///
/// - Samples are decided one after the other, each as if those before it were stored already.
/// - A slot that holds a value never gets another; what is behind a frontier is compared with all
///   that is stored here.
/// - What is decided holds as long as the series has as many samples as it had then: whoever
///   applies it asks that again, under the append lock.
///
/// May allocate: it is for what is not simply ahead of its series' frontier, and for deltas.
@NullMarked
package io.tributary.tsdb.rules;

import org.jspecify.annotations.NullMarked;
