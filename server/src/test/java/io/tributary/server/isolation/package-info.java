/// Nobody sees or does what is not theirs: every route, by every kind of caller.
///
/// *Start here*: {@link io.tributary.server.isolation.IsolationMatrixTest}. Invariant: a route that
/// it does not know how to ask fails it. Threads: one. What it does not do: judge answers but for
/// what they must not show.
@NullMarked
package io.tributary.server.isolation;

import org.jspecify.annotations.NullMarked;
