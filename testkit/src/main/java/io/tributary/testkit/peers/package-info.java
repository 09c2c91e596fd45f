/// The real programs that tests compare with: where they are, how one is started and ended.
///
/// *Start here*: {@link io.tributary.testkit.peers.Peers}, {@link
/// io.tributary.testkit.peers.PeerProcess}.
///
/// `.ci/peers` builds them at pinned versions. Tests that need one are tagged `peers`, run by
/// `./build verify -Ppeers`, and are skipped by name where it is absent.
///
/// Invariants: a process that was started is killed on close, with its children; it listens on
/// loopback only. One thread per process handle.
@NullMarked
package io.tributary.testkit.peers;

import org.jspecify.annotations.NullMarked;
