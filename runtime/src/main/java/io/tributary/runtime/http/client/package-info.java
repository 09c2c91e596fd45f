/// HTTP from the other side: one question, one bounded answer.
///
/// *Start here*: {@link io.tributary.runtime.http.client.HttpCaller}.
///
/// Invariants: an answer has a bound in bytes and in time. Threads: any. Not a hot path. What it
/// does not do: retry, follow redirects, keep connections for anybody else.
@NullMarked
package io.tributary.runtime.http.client;

import org.jspecify.annotations.NullMarked;
