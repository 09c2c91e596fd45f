package io.tributary.server.query;

import io.tributary.promql.QueryControl;

/// A query that waits or runs.
///
/// @param id no other query of this process has it
/// @param startedNanos on the monotonic clock
record ActiveQuery(
        long id,
        long startedMillis,
        long startedNanos,
        Asker asker,
        Question question,
        QueryControl control) {}
