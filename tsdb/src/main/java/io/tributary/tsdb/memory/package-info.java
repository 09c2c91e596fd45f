/// Flat memory: records of longs, bytes and small maps in slabs, so that a million series are a few
/// hundred arrays.
///
/// *Start here*: {@link io.tributary.tsdb.memory.LongSlabs}.
///
/// Invariants: a slab never moves once it is made, growth adds slabs; so a reader without a lock
/// may follow any index that was published to it. One writer at a time (the head's append lock);
/// publishing is the caller's business.
///
/// Hot path: no allocation but for growth, no boxing, no exceptions for expected cases.
@NullMarked
package io.tributary.tsdb.memory;

import org.jspecify.annotations.NullMarked;
