/// Asks PromQL questions of a {@link io.tributary.model.flow.SeriesSource}: Prometheus 3.14's
/// language, answered as Prometheus 3.14 answers.
///
/// *Start here*: {@link io.tributary.promql.Engine}, {@link io.tributary.promql.QueryAnswer}.
///
/// Invariants: an answer is returned only after everything the query may have seen is durable; an
/// error at any step is the whole query's error; answers do not depend on the number of threads.
///
/// Threads: an {@link io.tributary.promql.Engine} may be asked from any thread; evaluation runs on
/// its own fixed pool. Not a hot path itself: the operators are, in `io.tributary.promql.engine`.
///
/// Deliberately absent: storage, bytes on the wire, HTTP, tenants (a {@link
/// io.tributary.model.flow.ReadScope} is passed through unread).
@NullMarked
package io.tributary.promql;

import org.jspecify.annotations.NullMarked;
