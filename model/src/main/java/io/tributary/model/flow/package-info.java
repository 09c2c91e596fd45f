/// The two doors of the store: {@link io.tributary.model.flow.SampleSink} takes writes, {@link
/// io.tributary.model.flow.SeriesSource} answers reads; and what passes through them.
///
/// *Start here*: {@link io.tributary.model.flow.WriteBatch}, {@link
/// io.tributary.model.flow.SeriesSource}.
///
/// Invariants: a write names its tenant only by its {@link io.tributary.model.flow.Route}, a read
/// only by its {@link io.tributary.model.flow.ReadScope}; both come from the authenticator. Nothing
/// leaves the process before everything it may have seen is durable: a sink's caller waits with
/// `awaitDurable`, a source's view likewise.
///
/// {@link io.tributary.model.flow.WriteBatch} is on the sample path: no allocation per sample, no
/// boxing, no exceptions for expected cases. The rest is per request or per query.
@NullMarked
package io.tributary.model.flow;

import org.jspecify.annotations.NullMarked;
