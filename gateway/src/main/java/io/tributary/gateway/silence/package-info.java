/// Which registered clusters are heard of, and which have fallen silent.
///
/// *Start here*: {@link io.tributary.gateway.silence.ClusterActivity}.
///
/// Invariants: only what is registered can be silent, so a cluster that was taken away never is; a
/// cluster in a maintenance window is not. Last times survive a restart, at most half a minute old.
///
/// Threads: everything public is safe from any thread; one thread writes the file. Hot path: a
/// write of a cluster costs one look-up a request. What it does not do: alert, which a rule does by
/// the metrics.
@NullMarked
package io.tributary.gateway.silence;

import org.jspecify.annotations.NullMarked;
