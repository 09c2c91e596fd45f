/// Who a series is: interned label pairs, keys, stamps, tenants, identity and postings; in memory,
/// flat.
///
/// *Start here*: {@link io.tributary.tsdb.series.SeriesDirectory}.
///
/// Identity of a series is its tenant and its full label set: the sender's labels (the *key*, ids
/// of interned pairs) and those stamped by the server. It is looked up by a sum of the pairs'
/// hashes, so that the split between key and stamps cannot make one label set two series, and
/// confirmed by comparing the pairs themselves.
///
/// Threads: one writer (the head's append lock). Readers without a lock see what was published
/// before the slot count they read. Miss path, not sample path: allocation is allowed, but bounded
/// by what is created.
@NullMarked
package io.tributary.tsdb.series;

import org.jspecify.annotations.NullMarked;
