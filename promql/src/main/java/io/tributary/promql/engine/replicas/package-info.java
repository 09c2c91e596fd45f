/// HA pairs: senders that scrape the same targets and send the same series, told apart by labels of
/// their own. Here they become one series, below all else of a query.
///
/// *Start here*: {@link io.tributary.promql.engine.replicas.Replicas}, {@link
/// io.tributary.promql.engine.replicas.ReplicaMerge}.
///
/// Invariants: what a group is at a moment depends on stored samples before it, not on what a query
/// reads besides, nor on the order in which replicas were found; times ascend; each sample is one
/// replica's, to the bit, but for what a histogram says of the one before it.
///
/// Threads: readers are owned by one each, several may be at work on one selection. Hot path: the
/// merge allocates nothing a sample.
///
/// Deliberately absent: whose labels are replica labels (the server's part), and merging at the
/// door: what was sent is stored, from every replica.
@NullMarked
package io.tributary.promql.engine.replicas;

import org.jspecify.annotations.NullMarked;
