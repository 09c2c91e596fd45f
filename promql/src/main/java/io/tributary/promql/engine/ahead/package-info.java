/// Evaluation by several threads: the series of a stream are evaluated ahead of whoever asks for
/// them, and handed out in order.
///
/// *Start here*: {@link io.tributary.promql.engine.ahead.Ahead}.
///
/// Invariants: what is handed out, told and thrown does not depend on how many threads there are;
/// no thread ever waits for one that has not begun; what works ahead is over before the query's
/// view is closed.
///
/// Threads: `Ahead` belongs to the query's thread; `Crew` is where threads meet, under one lock.
/// Hot path: columns are reused from chunk to chunk.
///
/// Deliberately absent: which operators can work so ({@link
/// io.tributary.promql.engine.operator.Operator#lane}), the threads ({@link
/// io.tributary.promql.engine.operator.SpareThreads}).
@NullMarked
package io.tributary.promql.engine.ahead;

import org.jspecify.annotations.NullMarked;
